/*
 * Writes one simulated diary (tests/tools/world.h) as CSV: date,cramps,FACTOR,…
 *
 *   simulate realistic|harsh|benign NIGHTS SEED [FACTOR=RATE_RATIO]…
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

int main(int argc, char **argv)
{
	struct world_diary d;
	int32_t first;

	if (argc < 4)
		return 2;
	struct world w = world_of(argv[1]);
	for (int i = 4; i < argc; i++)
		for (int j = 0; j < W_COUNT; j++)
			if (strncmp(argv[i], world_names[j], strlen(world_names[j])) == 0 &&
			    argv[i][strlen(world_names[j])] == '=')
				w.rate_ratio[j] = strtod(strchr(argv[i], '=') + 1, NULL);
	world_diary(&d, &w, strtoul(argv[2], NULL, 10), strtoul(argv[3], NULL, 10));
	date_join(2024, 1, 1, &first);
	first += d.first_day_of_year;
	fputs("date,cramps", stdout);
	for (int j = 0; j < W_COUNT; j++)
		printf(",%s", world_names[j]);
	putchar('\n');
	for (size_t t = 0; t < d.nights; t++) {
		char date[DATE_LENGTH + 1];
		date_format(first + (int32_t)t, date);
		fputs(date, stdout);
		put(d.cramps[t]);
		for (int j = 0; j < W_COUNT; j++)
			put(d.x[j][t]);
		putchar('\n');
	}
	world_diary_clear(&d);
	return 0;
}
