/*
 * Writes one simulated diary (tests/tools/world.h) as CSV: date,cramps,FACTOR,…
 *
 *   simulate realistic|harsh|benign NIGHTS SEED [FACTOR=RATE_RATIO]… [noise=N]
 *
 * noise: N more factors that have nothing to do with anything, every other one yes/no.
 */
#include <stdio.h>
#include <string.h>

#include "cramp/when.h"
#include "tests/tools/world.h"

static void put(double x)
{
	if (isnan(x))
		putchar(',');
	else
		printf(",%.10g", x);
}

static double **noise_columns(size_t count, size_t nights, unsigned long seed)
{
	gsl_rng *r = gsl_rng_alloc(gsl_rng_mt19937);
	double **x = xcalloc(count, sizeof(*x));

	gsl_rng_set(r, seed + 1);
	for (size_t k = 0; k < count; k++) {
		x[k] = world_series(r, nights, 0.3);
		for (size_t t = 0; t < nights; t++) {
			x[k][t] = k % 2 ? world_yes(x[k][t], 0.4) : world_round(x[k][t], 0.1);
			if (gsl_rng_uniform(r) < 0.03)
				x[k][t] = NAN;
		}
	}
	gsl_rng_free(r);
	return x;
}

static void print_diary(const struct world_diary *d, double **noise, size_t noises)
{
	int32_t first;

	date_join(2024, 1, 1, &first);
	first += d->first_day_of_year;
	fputs("date,cramps", stdout);
	for (int j = 0; j < W_COUNT; j++)
		printf(",%s", world_names[j]);
	for (size_t k = 0; k < noises; k++)
		printf(",noise_%zu", k + 1);
	putchar('\n');
	for (size_t t = 0; t < d->nights; t++) {
		char date[DATE_LENGTH + 1];
		date_format(first + (int32_t)t, date);
		fputs(date, stdout);
		put(d->cramps[t]);
		for (int j = 0; j < W_COUNT; j++)
			put(d->x[j][t]);
		for (size_t k = 0; k < noises; k++)
			put(noise[k][t]);
		putchar('\n');
	}
}

int main(int argc, char **argv)
{
	struct world_diary d;
	size_t noises = 0;

	if (argc < 4)
		return 2;
	struct world w = world_of(argv[1]);
	for (int i = 4; i < argc; i++) {
		for (int j = 0; j < W_COUNT; j++)
			if (strncmp(argv[i], world_names[j], strlen(world_names[j])) == 0 &&
			    argv[i][strlen(world_names[j])] == '=')
				w.rate_ratio[j] = strtod(strchr(argv[i], '=') + 1, NULL);
		if (strncmp(argv[i], "noise=", 6) == 0)
			noises = strtoul(argv[i] + 6, NULL, 10);
	}
	unsigned long seed = strtoul(argv[3], NULL, 10);
	world_diary(&d, &w, strtoul(argv[2], NULL, 10), seed);
	double **noise = noise_columns(noises, d.nights, seed);
	print_diary(&d, noise, noises);
	for (size_t k = 0; k < noises; k++)
		free(noise[k]);
	free(noise);
	world_diary_clear(&d);
	return 0;
}
