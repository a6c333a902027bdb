/*
 * The documented knowledge: factors, measures, relief methods, red flags and the words for places and circumstances.
 * The tables are made from schema/(factors, measures, relief, red_flags, words).tsv at build time, are constant and are
 * in both programs. Own factors of the user are added at run time by whoever holds them.
 */
#ifndef CRAMP_CATALOGUE_H
#define CRAMP_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum factor_kind { KIND_YESNO, KIND_AMOUNT, KIND_SCALE, KIND_TEXT };
/* When a factor acts: day before bed, the night itself; a standing trait; or it is computed from other rows. */
enum factor_window { WINDOW_DAY, WINDOW_NIGHT, WINDOW_TRAIT };
enum factor_combine { COMBINE_SUM, COMBINE_MEAN, COMBINE_MIN, COMBINE_MAX, COMBINE_LAST };

struct factor {
	const char *id;
	const char *label;	    /* "Bedroom temperature" */
	const char *const *aliases; /* NULL-terminated; words that mean it, the everyday name first (may be the id) */
	enum factor_kind kind;
	const char *unit; /* "ml", "min", "C", "mg", "IU", "h", "count", "units", "km", "m"; "" for yes/no, scale and
			     text */
	double minimum, maximum; /* what can be told; 0 and 1 for yes/no */
	enum factor_window window;
	enum factor_combine combine;
	int lag;	       /* nights; the one that is tested: 0 to 3 */
	const char *lags;      /* as documented: "same", "day", "day, prev", "18h", "days", "chronic" */
	const char *direction; /* "+", "-", "U", "?" as documented */
	bool u_shaped;	       /* analysed as its low and high ends */
	bool own;	       /* made by the user */
	const char
		*derived; /* id it is computed from or "" (dehydration ← fluid_ml): never a second finding beside it */
	const char *composite; /* for a measure: id of the composite it counts as, or "" */
	const char *section;   /* "1a" … "1f", "2" */
	const char *measures;  /* ids of counter-measures, comma-separated, or "" */
	const char *counter;   /* the sources' counter-measure in words, or "" */
	const char *said_by;   /* "004; 001 (strong cold air)", "" if in no source */
	const char
		*evidence; /* "supported", "mixed", "none found", "contradicted", with a short statement after ": " */
	const char *reference; /* where the evidence is from, "" if none */
	const char *note;
};

struct measure {
	const char *id; /* the same id is a yes/no factor */
	const char *label;
	const char *const *aliases;
	const char *when;	/* "bedtime", "day", "night", "always" */
	const char *targets;	/* factor ids, comma-separated */
	const char *composite;	/* warm_feet, stretch, loosen_bedding or "" */
	const char *how;	/* what to do, one or two sentences */
	const char *barred_for; /* trait ids, episode tick ids, "age>75"; comma-separated, or "" */
	const char *barred_why;
	const char *said_by, *evidence, *reference, *note;
};

struct relief {
	const char *id;
	const char *label;
	const char *const *aliases;
	const char *muscles; /* word ids it is for, comma-separated; "" = any */
	const char *steps;   /* short sentences, separated by " | " */
	const char *asleep_for,
		*asleep; /* what is said of it at the moment it happens: muscles, and one line; "" for most */
	const char *barred_for, *barred_why;
	const char *said_by, *evidence, *reference, *note;
};

struct red_flag {
	const char *id;
	const char *level;   /* "urgent", "soon", "info" */
	const char *trigger; /* what it is */
	const char *advice;  /* what to say: "Talk to a doctor …" with the reason */
	const char *ticks;   /* episode tick ids that set it off, comma-separated, or "" */
	const char *said_by;
};

/* One word of the vocabulary of an episode or a sleep entry. */
struct word {
	const char *kind; /* "muscle", "side", "context", "trigger", "posture", "flag", "quality" */
	const char *id;	  /* for quality "1" … "5" */
	const char *label;
	const char *const *aliases;
};

extern const struct factor catalogue_factors[];
extern const size_t catalogue_factor_count;
extern const struct measure catalogue_measures[];
extern const size_t catalogue_measure_count;
extern const struct relief catalogue_relief[];
extern const size_t catalogue_relief_count;
extern const struct red_flag catalogue_red_flags[];
extern const size_t catalogue_red_flag_count;
extern const struct word catalogue_words[];
extern const size_t catalogue_word_count;

/* What is said before any step of relief. */
extern const char *const catalogue_caution;

/* Own factors beside the documented ones. */
struct own_factors {
	struct factor *list; /* strings owned */
	size_t count;
};
void own_factors_add(struct own_factors *own, const char *id, const char *label, enum factor_kind kind,
		     const char *unit, enum factor_window window, enum factor_combine combine);
void own_factors_clear(struct own_factors *own);

/* By id or alias, case and "-" for "_" forgiven; `own` may be NULL. NULL: no such word. */
const struct factor *factor_find(const char *word, const struct own_factors *own);
const struct factor *factor_by_id(const char *id, const struct own_factors *own);
/* Is it worked out from what is no factor itself (sleep, the date, a cramp), so that nobody can tell it? */
bool factor_worked_out(const struct factor *f);
const struct measure *measure_find(const char *word);
const struct relief *relief_find(const char *word);
const struct red_flag *red_flag_by_id(const char *id);
const struct word *word_find(const char *kind, const char *word);
const struct word *word_by_id(const char *kind, const char *id);

/* Is `id` in a comma-separated list of ids? */
bool id_listed(const char *list, const char *id);

/*
 * Nearest names to a word that is none, best first, as "water or walk", at most three; "" if nothing is near. What is
 * searched is a set of NEAR_… bits.
 */
enum { NEAR_FACTOR = 1, NEAR_RELIEF = 2, NEAR_MEASURE = 4, NEAR_EPISODE_WORD = 8, NEAR_SLEEP_WORD = 16 };
char *near_names(const char *word, unsigned where, const struct own_factors *own, const char *const *more);

/* Names of the enums, for output and parsing. -1: no such name. */
const char *factor_kind_name(enum factor_kind kind);	   /* "yesno", "amount", "scale", "text" */
const char *factor_window_name(enum factor_window window); /* "day", "night", "trait" */
const char *factor_combine_name(enum factor_combine combine);
int factor_kind_of(const char *name);
int factor_window_of(const char *name);
int factor_combine_of(const char *name);

#endif
