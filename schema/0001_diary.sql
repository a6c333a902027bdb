-- The diary of one person. Every fact that may be unknown is NULL where it is unknown: no default fills it.
--
-- Conventions
--   *_at      UTC seconds since 1970-01-01
--   *_s *_min *_h *_c *_ml   seconds, minutes, hours, degrees Celsius, millilitres
--   offset_s  seconds east of UTC that were in force where and when the fact happened
--   zone      IANA zone name of the clock the fact was told by ('Europe/Berlin')
--   night     ISO date of the evening on which the night began; fixed at entry, never derived again
--   uid       made by whoever told the fact, so that telling it twice changes nothing
--   id        lasting number shown to the user; one sequence over episodes, readings, nights, naps and traits

-- One row: what this diary is.
CREATE TABLE diary (
	one        INTEGER PRIMARY KEY CHECK (one = 1),
	-- random name of this copy of the diary, the "device" of its journal rows
	device     TEXT NOT NULL,
	-- when the diary was begun
	created_at INTEGER NOT NULL,
	-- the next lasting id to give out; ids are never given out twice
	next_id    INTEGER NOT NULL CHECK (next_id > 0)
) STRICT;

-- A batch is one command: the unit of undo.
CREATE TABLE batch (
	id      INTEGER PRIMARY KEY AUTOINCREMENT,
	-- uid of the call; a call that comes again finds its batch and changes nothing
	uid     TEXT NOT NULL UNIQUE CHECK (length(uid) BETWEEN 1 AND 128),
	-- instant of recording
	at      INTEGER NOT NULL,
	-- zone the caller's clock was in
	zone    TEXT NOT NULL,
	-- the copy of the diary it was made on
	device  TEXT NOT NULL,
	-- who told it
	actor   TEXT NOT NULL CHECK (actor IN ('user', 'reminder', 'import', 'sensor', 'system')),
	-- wire method that made it, without the interface ('Log', 'Undo'); for an import 'Import csv'
	command TEXT NOT NULL,
	-- what sort of step this is in the history
	kind    TEXT NOT NULL CHECK (kind IN ('change', 'undo', 'redo')),
	-- for undo and redo: the change that was taken back or brought back
	target  INTEGER REFERENCES batch (id),
	-- for a change: 1 while it is taken back
	undone  INTEGER NOT NULL DEFAULT 0 CHECK (undone IN (0, 1)),
	CHECK ((kind = 'change') = (target IS NULL))
) STRICT;

-- The journal: what each changed thing looked like afterwards. What was before is the row before it of the same uid.
CREATE TABLE journal (
	seq    INTEGER PRIMARY KEY AUTOINCREMENT,
	batch  INTEGER NOT NULL REFERENCES batch (id),
	-- table the thing lives in
	entity TEXT NOT NULL CHECK (entity IN ('episode', 'night', 'nap', 'reading', 'factor', 'tracking', 'trait', 'reminder', 'look')),
	uid    TEXT NOT NULL,
	-- the whole thing as a JSON object, keys named as the columns; NULL: it is gone
	after  TEXT
) STRICT;
CREATE INDEX journal_by_thing ON journal (entity, uid, seq);
CREATE INDEX journal_by_batch ON journal (batch);

-- What is known of a night as a whole: the user's word that it was free of cramps, and the consensus sleep diary items,
-- raw (Carney et al. 2012). Derived sleep figures are computed, never stored. A night without a row is unknown.
CREATE TABLE night (
	uid                TEXT PRIMARY KEY,
	id                 INTEGER NOT NULL UNIQUE,
	night              TEXT NOT NULL UNIQUE CHECK (night GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
	-- 1: the user said there was no cramp. NULL: nothing was said. Never 0.
	free               INTEGER CHECK (free = 1),
	-- Q1 time into bed
	into_bed_at        INTEGER,
	-- Q2 time the person began trying to sleep
	lights_out_at      INTEGER,
	-- Q3 minutes to fall asleep
	sol_min            INTEGER CHECK (sol_min BETWEEN 0 AND 1440),
	-- Q4 awakenings, the final one not counted
	awakenings         INTEGER CHECK (awakenings BETWEEN 0 AND 200),
	-- Q5 total minutes of those awakenings
	waso_min           INTEGER CHECK (waso_min BETWEEN 0 AND 1440),
	-- Q6 time of the final awakening
	final_awakening_at INTEGER,
	-- Q7 time out of bed for the day
	out_of_bed_at      INTEGER,
	-- Q8 sleep quality, 1 very poor to 5 very good
	quality            INTEGER CHECK (quality BETWEEN 1 AND 5),
	-- offset in force for the sleep times above
	offset_s           INTEGER NOT NULL CHECK (offset_s BETWEEN -93600 AND 93600),
	zone               TEXT NOT NULL,
	-- who told it: 'user', 'reminder', or 'import:FORMAT'
	source             TEXT NOT NULL,
	-- Q9 comments
	note               TEXT CHECK (length(note) <= 4096),
	-- instant of recording, of the newest item
	recorded_at        INTEGER NOT NULL,
	CHECK (into_bed_at <= lights_out_at),
	CHECK (lights_out_at <= final_awakening_at),
	CHECK (final_awakening_at <= out_of_bed_at)
) STRICT;

-- Sleep outside the night's main sleep.
CREATE TABLE nap (
	uid         TEXT PRIMARY KEY,
	id          INTEGER NOT NULL UNIQUE,
	-- the night on whose day (day rule) the nap ended
	night       TEXT NOT NULL CHECK (night GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
	start_at    INTEGER NOT NULL,
	end_at      INTEGER NOT NULL,
	offset_s    INTEGER NOT NULL CHECK (offset_s BETWEEN -93600 AND 93600),
	zone        TEXT NOT NULL,
	source      TEXT NOT NULL,
	note        TEXT CHECK (length(note) <= 4096),
	recorded_at INTEGER NOT NULL,
	CHECK (start_at < end_at)
) STRICT;
CREATE INDEX nap_by_night ON nap (night);

-- One cramp.
CREATE TABLE episode (
	uid               TEXT PRIMARY KEY,
	id                INTEGER NOT NULL UNIQUE,
	night             TEXT NOT NULL CHECK (night GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
	-- when it began; NULL where only the night is known
	onset_at          INTEGER,
	-- how well the time is known; 'night': not at all
	precision         TEXT NOT NULL CHECK (precision IN ('exact', 'approximate', 'night')),
	offset_s          INTEGER NOT NULL CHECK (offset_s BETWEEN -93600 AND 93600),
	zone              TEXT NOT NULL,
	side              TEXT CHECK (side IN ('left', 'right', 'both')),
	-- numeric rating scale, 0 none to 10 worst imaginable
	severity          INTEGER CHECK (severity BETWEEN 0 AND 10),
	duration_s        INTEGER CHECK (duration_s BETWEEN 0 AND 86400),
	-- 1 it woke the person, 0 the person was awake
	woke              INTEGER CHECK (woke IN (0, 1)),
	-- minutes until asleep again (part of WASO)
	awake_min         INTEGER CHECK (awake_min BETWEEN 0 AND 1440),
	-- sleep disturbance 0 to 10 (Sebo 2019)
	sleep_disturbance INTEGER CHECK (sleep_disturbance BETWEEN 0 AND 10),
	-- word id: asleep, inbed, waking, sitting, exercise, after_exercise
	context           TEXT,
	-- 0 none to 3 severe (Hallegraeff 2017)
	distress          INTEGER CHECK (distress BETWEEN 0 AND 3),
	-- residual soreness 0 to 10, and how long it lasted
	soreness          INTEGER CHECK (soreness BETWEEN 0 AND 10),
	soreness_h        INTEGER CHECK (soreness_h BETWEEN 0 AND 720),
	-- visible or hard knot
	knot              INTEGER CHECK (knot IN (0, 1)),
	-- word id: foot_pointing, turning, other, none
	trigger           TEXT,
	-- word id: supine, prone, side, mixed
	posture           TEXT,
	-- uid of the episode this one came back from (a bout)
	repeat_of         TEXT,
	class             TEXT NOT NULL CHECK (class IN ('night', 'heat', 'exercise', 'electrolyte_like', 'unclear', 'day')),
	-- one sentence: why this class
	class_reason      TEXT NOT NULL,
	-- 1: the user set the class, so that it is not worked out again
	class_manual      INTEGER NOT NULL DEFAULT 0 CHECK (class_manual IN (0, 1)),
	-- 1: to be completed (begun by "now" and not over, or told by one click)
	draft             INTEGER NOT NULL DEFAULT 0 CHECK (draft IN (0, 1)),
	source            TEXT NOT NULL,
	note              TEXT CHECK (length(note) <= 4096),
	-- instant of recording; recall lag = recorded_at - onset_at
	recorded_at       INTEGER NOT NULL,
	CHECK ((precision = 'night') = (onset_at IS NULL))
) STRICT;
CREATE INDEX episode_by_night ON episode (night);

-- Where it was: one row a muscle (word ids: calf, foot_sole, toes, …). The key's columns stand first: SQLite 3.40 takes the others
-- for NULL in its integrity check where they do not.
CREATE TABLE episode_muscle (
	episode TEXT NOT NULL REFERENCES episode (uid) ON DELETE CASCADE,
	muscle  TEXT NOT NULL,
	-- 0-based, as told
	ord     INTEGER NOT NULL CHECK (ord >= 0),
	PRIMARY KEY (episode, muscle)
) STRICT, WITHOUT ROWID;

-- What was done about it, in order.
CREATE TABLE episode_relief (
	episode TEXT NOT NULL REFERENCES episode (uid) ON DELETE CASCADE,
	-- 1-based
	ord     INTEGER NOT NULL CHECK (ord >= 1),
	-- id in relief.tsv
	method  TEXT NOT NULL,
	-- seconds from its start to relief
	seconds INTEGER CHECK (seconds BETWEEN 0 AND 86400),
	-- 1 it was the one that worked, 0 it did not help
	worked  INTEGER CHECK (worked IN (0, 1)),
	-- 0 none to 3 complete
	effect  INTEGER CHECK (effect BETWEEN 0 AND 3),
	PRIMARY KEY (episode, ord)
) STRICT, WITHOUT ROWID;

-- Red-flag ticks (ids: swelling, warm, red, numb, weak, dark_urine, chest_pain, breathless, saddle_numbness).
CREATE TABLE episode_flag (
	episode TEXT NOT NULL REFERENCES episode (uid) ON DELETE CASCADE,
	flag    TEXT NOT NULL,
	PRIMARY KEY (episode, flag)
) STRICT, WITHOUT ROWID;

-- One recorded value of one factor.
CREATE TABLE reading (
	uid         TEXT PRIMARY KEY,
	id          INTEGER NOT NULL UNIQUE,
	-- catalogue id, or an own factor's
	factor      TEXT NOT NULL,
	-- yes/no as 1/0, a scale's number, an amount in the catalogue's unit; NULL where only the level is known
	value       REAL CHECK (abs(value) <= 1e9),
	-- told roughly: -1 less, 0 as usual, 1 more than one's usual
	level       INTEGER CHECK (level IN (-1, 0, 1)),
	-- perceived effort 0 to 10, for exercise
	effort      INTEGER CHECK (effort BETWEEN 0 AND 10),
	-- when it was, or began; NULL where only the day or night is known
	at          INTEGER,
	-- when it ended; a span counts where it ends
	until_at    INTEGER,
	offset_s    INTEGER NOT NULL CHECK (offset_s BETWEEN -93600 AND 93600),
	zone        TEXT NOT NULL,
	-- the night whose exposure it is (by the day rule or the night rule, as the factor's window says)
	night       TEXT NOT NULL CHECK (night GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
	source      TEXT NOT NULL,
	note        TEXT CHECK (length(note) <= 4096),
	recorded_at INTEGER NOT NULL,
	CHECK (value IS NOT NULL OR level IS NOT NULL),
	CHECK (at <= until_at)
) STRICT;
CREATE INDEX reading_by_night ON reading (night, factor);
CREATE INDEX reading_by_factor ON reading (factor, night);

-- Factors the user made. The documented ones are in factors.tsv.
CREATE TABLE factor (
	-- the uid is the id: 'factor' lives under its own name
	uid         TEXT PRIMARY KEY CHECK (uid GLOB '[a-z]*' AND length(uid) <= 64),
	label       TEXT NOT NULL CHECK (length(label) BETWEEN 1 AND 200),
	kind        TEXT NOT NULL CHECK (kind IN ('yesno', 'amount', 'scale')),
	-- unit of an amount; '' for the others
	unit        TEXT NOT NULL,
	-- when it happens: 'day' before the night, or in the 'night'
	time_window TEXT NOT NULL CHECK (time_window IN ('day', 'night')),
	-- how several readings of one window become one value
	combine     TEXT NOT NULL CHECK (combine IN ('sum', 'mean', 'min', 'max', 'last')),
	recorded_at INTEGER NOT NULL
) STRICT;

-- What the user wants asked about, and what they suspect.
CREATE TABLE tracking (
	-- the factor's id
	uid             TEXT PRIMARY KEY,
	tracked         INTEGER NOT NULL CHECK (tracked IN (0, 1)),
	suspect         INTEGER NOT NULL CHECK (suspect IN (0, 1)),
	-- when it was declared a suspect: a declaration counts only for what comes after
	suspect_at      INTEGER,
	-- lag in nights declared by the user, 0 to 3, and when; NULL: the catalogue's
	lag             INTEGER CHECK (lag BETWEEN 0 AND 3),
	lag_declared_at INTEGER,
	recorded_at     INTEGER NOT NULL
) STRICT;

-- Standing circumstances and medicines, with dates.
CREATE TABLE trait (
	uid         TEXT PRIMARY KEY,
	id          INTEGER NOT NULL UNIQUE,
	-- catalogue id of a trait factor (diuretic, varicose_veins, …)
	trait       TEXT NOT NULL,
	-- yes/no as 1/0, a number (birth year), NULL where only the name matters
	value       REAL,
	-- for a medicine: its name, its dose as told, and whether it is taken only as needed
	name        TEXT CHECK (length(name) <= 200),
	dose        TEXT CHECK (length(dose) <= 200),
	as_needed   INTEGER CHECK (as_needed IN (0, 1)),
	side        TEXT CHECK (side IN ('left', 'right', 'both')),
	-- first and last day it holds, ISO dates; NULL: not known, or still
	from_date   TEXT,
	until_date  TEXT,
	note        TEXT CHECK (length(note) <= 4096),
	recorded_at INTEGER NOT NULL,
	CHECK (from_date <= until_date)
) STRICT;

-- A reminder's life, one row a kind and night; each step is stored before it acts.
CREATE TABLE reminder (
	-- KIND:NIGHT
	uid         TEXT PRIMARY KEY,
	kind        TEXT NOT NULL CHECK (kind IN ('bedtime', 'checkin', 'weekly')),
	night       TEXT NOT NULL CHECK (night GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
	-- the instant the calendar asked for
	due_at      INTEGER NOT NULL,
	offset_s    INTEGER NOT NULL,
	zone        TEXT NOT NULL,
	state       TEXT NOT NULL CHECK (state IN ('due', 'shown', 'snoozed', 'answered', 'expired', 'missed')),
	-- first and newest showing
	shown_at    INTEGER,
	reshown_at  INTEGER,
	-- taken off the screen without an answer; it is not shown again by itself
	closed_at   INTEGER,
	-- while snoozed: when to show it again
	snooze_until_at INTEGER,
	answered_at INTEGER,
	-- 'done', 'skip', 'no', 'yes', 'stop'
	answer      TEXT,
	-- why it could not be shown, in the server's or our words; NULL after it was
	trouble     TEXT,
	UNIQUE (kind, night)
) STRICT;

-- A look: the verdicts on what goes with the cramps, issued when the diary reached a night of the schedule (84, 126, 189, …) and
-- kept as they were then. They stand until the next look.
CREATE TABLE look (
	-- FIRST:NIGHTS, so that a diary that begins elsewhere has looks of its own
	uid       TEXT PRIMARY KEY,
	-- the diary's first recorded night, and the last one this look has seen
	first     TEXT NOT NULL CHECK (first GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
	last      TEXT NOT NULL CHECK (last GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
	-- calendar nights from first to last: 84, 126, …
	nights    INTEGER NOT NULL CHECK (nights > 0),
	-- when it was issued
	issued_at INTEGER NOT NULL,
	-- version of the method that issued it
	method    INTEGER NOT NULL,
	-- fingerprint of the numbers it was computed from: tells whether the diary up to there has changed since
	data_hash TEXT NOT NULL,
	-- the verdicts: a JSON object with the report's factor rows of that day, and what they were compared with
	verdicts  TEXT NOT NULL
) STRICT;

-- The three states of a night. Nights that nobody spoke of are in no row here: they are unknown.
CREATE VIEW night_state (night, state, episodes) AS
SELECT night,
       CASE WHEN SUM(cramps) > 0 THEN 'cramp' WHEN MAX(free) = 1 THEN 'free' ELSE 'unknown' END,
       SUM(cramps)
  FROM (SELECT night, 0 AS cramps, free FROM night
        UNION ALL
        SELECT night, class IN ('night', 'unclear'), NULL FROM episode)
 GROUP BY night;
