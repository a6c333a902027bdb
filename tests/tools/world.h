/*
 * Simulated diaries with a known truth, for the acceptance table and for fresh oracles. The world: the log mean of
 * cramps in night t is c + season + trend + bad spells (a stationary AR(1) series) + Σ β x; episodes are negative
 * binomial, at most 5; c is set so that the mean is the wanted base rate; β = log RR / Δ with Δ = 1 for yes/no and the
 * distance of the outer sixths for amounts. Exposures are Gaussian AR(1) series with shared activity and shared heat,
 * weekdays, slow regimes, one rare and one constant factor; 3 % of values are blank. Nights are logged always, at
 * random, or by what happened in them.
 *
 * GSL makes the random numbers; same seed, same diary.
 */
#ifndef CRAMP_TEST_WORLD_H
#define CRAMP_TEST_WORLD_H

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "cramp/util.h"
#include "daemon/insight/descriptive.h"

enum world_logging { LOG_ALWAYS, LOG_RANDOM, LOG_BY_OUTCOME, LOG_COLLIDER };

enum world_factor {
	W_ROOM,
	W_WATER,
	W_EXERCISE,
	W_SLEEP,
	W_ALCOHOL,
	W_CAFFEINE,
	W_STEPS,
	W_STANDING,
	W_SALT,
	W_STRESS,
	W_WARMUP,
	W_STRETCHED,
	W_WARM_FEET,
	W_LOOSE,
	W_MAGNESIUM,
	W_FAN,
	W_LATE_MEAL,
	W_HOT_BATH,
	W_COMPRESSION,
	W_STATIN,
	W_COUNT
};
static const char *const world_names[W_COUNT] = {
	"room_temp_c", "water_l",     "exercise_min", "sleep_h",  "alcohol_u",	 "caffeine_mg", "steps_k",
	"standing_h",  "salt_1to5",   "stress_1to5",  "warmup",	  "stretched",	 "warm_feet",	"loose_bedding",
	"magnesium",   "fan_on_legs", "late_meal",    "hot_bath", "compression", "statin",
};
static const bool world_binary[W_COUNT] = {
	[W_WARMUP] = true, [W_STRETCHED] = true, [W_WARM_FEET] = true, [W_LOOSE] = true,       [W_MAGNESIUM] = true,
	[W_FAN] = true,	   [W_LATE_MEAL] = true, [W_HOT_BATH] = true,  [W_COMPRESSION] = true, [W_STATIN] = true
};

struct world {
	double base; /* episodes a night */
	double spell_phi, spell_sd, season, trend, overdispersion;
	enum world_logging logging;
	double rate_ratio[W_COUNT]; /* 1: no effect */
};

struct world_diary {
	size_t nights;
	int first_day_of_year;
	double *cramps;	    /* NAN: not logged */
	double *x[W_COUNT]; /* what was recorded; NAN: blank */
	double delta[W_COUNT];
};

static inline struct world world_of(const char *name)
{
	struct world w = { .base = 0.25,
			   .spell_phi = 0.85,
			   .spell_sd = 0.7,
			   .season = 0.4,
			   .trend = -0.3,
			   .overdispersion = 0.3,
			   .logging = LOG_BY_OUTCOME };

	if (name[0] == 'h')
		w = (struct world){ .base = 0.25,
				    .spell_phi = 0.93,
				    .spell_sd = 1.0,
				    .season = 0.7,
				    .trend = -0.6,
				    .overdispersion = 0.5,
				    .logging = LOG_BY_OUTCOME };
	if (name[0] == 'b')
		w = (struct world){ .base = 0.25, .logging = LOG_ALWAYS };
	for (int j = 0; j < W_COUNT; j++)
		w.rate_ratio[j] = 1;
	return w;
}

/* A stationary Gaussian AR(1) series, mean 0, sd 1. */
static inline double *world_series(gsl_rng *r, size_t n, double phi)
{
	double *s = xcalloc(n, sizeof(*s));

	for (size_t t = 0; t < n; t++)
		s[t] = t ? phi * s[t - 1] + sqrt(1 - phi * phi) * gsl_ran_ugaussian(r) : gsl_ran_ugaussian(r);
	return s;
}

static inline double world_round(double x, double step)
{
	return floor(x / step + 0.5) * step;
}

static inline double world_clamp(double x, double low, double high)
{
	return fmin(fmax(x, low), high);
}

/* A yes/no factor of prevalence share: is the latent value above its threshold? */
static inline double world_yes(double latent, double share)
{
	/* Acklam's bound is not needed: Φ by erfc. */
	return 0.5 * erfc(latent / sqrt(2)) < share;
}

static inline void world_exposures(struct world_diary *d, gsl_rng *r)
{
	size_t n = d->nights;
	double *activity = world_series(r, n, 0.5), *heat = world_series(r, n, 0.8), *own[W_COUNT];
	bool regime = gsl_rng_uniform(r) < 0.5;

	for (int j = 0; j < W_COUNT; j++) {
		own[j] = world_series(r, n, 0.3);
		d->x[j] = xcalloc(n, sizeof(double));
	}
	for (size_t t = 0; t < n; t++) {
		double year = cos(2 * M_PI * ((double)t + d->first_day_of_year - 200) / 365.25);
		int weekday = (int)(t % 7);
		bool weekend = weekday >= 5;
		double a = activity[t] + (weekend ? 0.4 : 0), h = heat[t] + 1.2 * year;
		double **x = d->x;
		if (gsl_rng_uniform(r) < 1.0 / 80)
			regime = !regime;
		x[W_ROOM][t] = world_round(19 + 1.3 * h + 0.7 * own[W_ROOM][t], 0.1);
		x[W_EXERCISE][t] = world_round(fmax(0, 30 + 25 * a + 5 * own[W_EXERCISE][t]), 5);
		x[W_WATER][t] = world_round(fmax(0.4, 1.7 + 0.33 * a + 0.12 * h + 0.2 * own[W_WATER][t]), 0.1);
		x[W_SLEEP][t] = world_round(7 + 0.8 * own[W_SLEEP][t] + (weekend ? 0.4 : 0), 0.25);
		x[W_ALCOHOL][t] = floor(fmax(0, own[W_ALCOHOL][t] + (weekend ? 1.2 : 0)) * 1.3);
		x[W_CAFFEINE][t] = 80 * floor(fmax(0, 1.8 + own[W_CAFFEINE][t]));
		x[W_STEPS][t] = world_round(fmax(0.5, 7 + 2.2 * a + 1.1 * own[W_STEPS][t]), 0.1);
		x[W_STANDING][t] = world_round(fmax(0, 4 + 1.3 * own[W_STANDING][t] - (weekend ? 1.5 : 0)), 0.5);
		x[W_SALT][t] = world_clamp(floor(3.5 + own[W_SALT][t]), 1, 5);
		x[W_STRESS][t] = world_clamp(floor(3.2 + own[W_STRESS][t] - (weekend ? 0.6 : 0)), 1, 5);
		x[W_WARMUP][t] = world_yes(0.75 * a + 0.66 * own[W_WARMUP][t], 0.4);
		x[W_STRETCHED][t] = world_yes(own[W_STRETCHED][t], 0.5);
		x[W_WARM_FEET][t] = world_yes(-0.5 * h + 0.87 * own[W_WARM_FEET][t], 0.4);
		x[W_LOOSE][t] = world_yes(own[W_LOOSE][t], 0.5);
		x[W_MAGNESIUM][t] = regime;
		x[W_FAN][t] = world_yes(0.8 * h + 0.6 * own[W_FAN][t], 0.3);
		x[W_LATE_MEAL][t] = world_yes(own[W_LATE_MEAL][t], 0.3);
		x[W_HOT_BATH][t] = world_yes(own[W_HOT_BATH][t], 0.02);
		x[W_COMPRESSION][t] = world_yes(own[W_COMPRESSION][t], 0.35);
		x[W_STATIN][t] = 1;
	}
	for (int j = 0; j < W_COUNT; j++) {
		free(own[j]);
		d->delta[j] = world_binary[j] ? 1 : quantile7(d->x[j], n, 5.0 / 6) - quantile7(d->x[j], n, 1.0 / 6);
	}
	free(activity);
	free(heat);
}

static inline double world_count(gsl_rng *r, double mean, double overdispersion)
{
	double rate = overdispersion > 0 ? gsl_ran_gamma(r, 1 / overdispersion, overdispersion * mean) : mean;

	return fmin(5, gsl_ran_poisson(r, rate));
}

static inline void world_cramps(struct world_diary *d, gsl_rng *r, const struct world *w)
{
	size_t n = d->nights;
	double *spell = world_series(r, n, w->spell_phi), *log_mean = xcalloc(n, sizeof(*log_mean)), total = 0;

	for (size_t t = 0; t < n; t++) {
		log_mean[t] = w->season * cos(2 * M_PI * ((double)t + d->first_day_of_year - 200) / 365.25) +
			      w->trend * (double)t / 365 + w->spell_sd * spell[t] - w->spell_sd * w->spell_sd / 2;
		for (int j = 0; j < W_COUNT; j++)
			if (w->rate_ratio[j] != 1 && d->delta[j] > 0)
				log_mean[t] += log(w->rate_ratio[j]) / d->delta[j] * d->x[j][t];
		total += exp(log_mean[t]);
	}
	double c = log(w->base * (double)n / total);
	d->cramps = xcalloc(n, sizeof(*d->cramps));
	for (size_t t = 0; t < n; t++)
		d->cramps[t] = world_count(r, exp(c + log_mean[t]), w->overdispersion);
	free(spell);
	free(log_mean);
}

/* People log bad nights more than quiet ones, and tire of it for a while. */
static inline void world_logging(struct world_diary *d, gsl_rng *r, enum world_logging how)
{
	double *fatigue = world_series(r, d->nights, 0.95);

	for (size_t t = 0; t < d->nights; t++) {
		bool cramp = d->cramps[t] > 0, busy = d->x[W_EXERCISE][t] > 45;
		double logged = 1;
		if (how == LOG_RANDOM)
			logged = 0.8;
		if (how >= LOG_BY_OUTCOME)
			logged = cramp ? 0.97 : world_clamp(0.75 - 0.2 * fatigue[t], 0.1, 1);
		if (how == LOG_COLLIDER && busy)
			logged = fmin(1, logged + 0.2);
		if (gsl_rng_uniform(r) >= logged)
			d->cramps[t] = NAN;
	}
	free(fatigue);
}

static inline void world_diary(struct world_diary *d, const struct world *w, size_t nights, unsigned long seed)
{
	gsl_rng *r = gsl_rng_alloc(gsl_rng_mt19937);

	gsl_rng_set(r, seed);
	*d = (struct world_diary){ .nights = nights, .first_day_of_year = (int)gsl_rng_uniform_int(r, 365) };
	world_exposures(d, r);
	world_cramps(d, r, w);
	world_logging(d, r, w->logging);
	for (int j = 0; j < W_COUNT; j++)
		for (size_t t = 0; t < nights; t++)
			if (gsl_rng_uniform(r) < 0.03)
				d->x[j][t] = NAN;
	gsl_rng_free(r);
}

static inline void world_diary_clear(struct world_diary *d)
{
	for (int j = 0; j < W_COUNT; j++)
		free(d->x[j]);
	free(d->cramps);
	*d = (struct world_diary){ 0 };
}

#endif
