/*
 * Any bytes as a table of nights: the report is sound (tests/tools/sound.h) and the same a second time.
 *
 * Head: nights (2 bytes), factors, days between two rows, how cramps are read, first weekday; then for each factor how
 * its column is read. The rest are the cells, gone round and round.
 */
#include <gsl/gsl_errno.h>
#include <stdint.h>

#include "tests/tools/sound.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { NIGHTS_MAX = 300, FACTORS_MAX_HERE = 16, APART_MAX = 16, HEAD = 6 };

/* How a column is read. */
enum { YES_NO, SMALL, AMOUNT, HUGE_AMOUNT, NEARLY_CONSTANT, LIKE_BEFORE, SUM_OF_BEFORE, ODD, WAYS };

struct cells {
	const uint8_t *data;
	size_t size, at;
};

static uint8_t next_cell(struct cells *c)
{
	return c->size ? c->data[c->at++ % c->size] : 0;
}

/* Before: what the columns to the left have in this row. */
static double value_of(unsigned way, uint8_t cell, const double *before, size_t count)
{
	static const double odd[] = { 0, -0.0, 1, -1, 1e9, -1e9, 1e-9, 1e-300, 4e-320, 0.1, 1e9 - 1e-6, 3 };
	double sum = 0;

	if (cell == 255)
		return NAN;
	switch (way) {
	case YES_NO: return cell & 1;
	case SMALL: return cell % 5;
	case AMOUNT: return cell * 1.37 - 100;
	case HUGE_AMOUNT: return (cell - 127.0) * 7.8e6;
	case NEARLY_CONSTANT: return 1e6 + (cell == 7) * 1e-3;
	case LIKE_BEFORE: return count ? before[count - 1] * 3 + (cell & 3) * 1e-7 : cell;
	case SUM_OF_BEFORE:
		for (size_t j = 0; j < count; j++)
			sum += before[j];
		return fmin(fmax(sum, -1e9), 1e9);
	default: return odd[cell % ARRAY_LEN(odd)];
	}
}

static double cramps_of(unsigned how, uint8_t cell)
{
	if (cell >= 250 || (how & 4 && cell & 1))
		return NAN;
	if (how & 2)
		return how & 1 ? 1 : 0;
	return cell % (how & 1 ? 2 : 7) > 4 ? 3 : cell % 3 == 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct association_factor factors[FACTORS_MAX_HERE] = { 0 };

	gsl_set_error_handler_off();
	if (size < HEAD)
		return 0;
	size_t rows = (data[0] | (size_t)data[1] << 8) % (NIGHTS_MAX + 1), count = data[2] % (FACTORS_MAX_HERE + 1);
	size_t apart = 1 + (data[3] > 200 ? data[3] % APART_MAX : 0), nights = rows * apart;
	if (size < HEAD + count)
		return 0;
	struct cells cells = { data + HEAD + count, size - HEAD - count, 0 };
	double *cramps = xcalloc(nights, sizeof(*cramps)), *x = xcalloc(nights * count, sizeof(*x));
	for (size_t i = 0; i < nights; i++) {
		double row[FACTORS_MAX_HERE];
		cramps[i] = i % apart ? NAN : cramps_of(data[4], next_cell(&cells));
		for (size_t j = 0; j < count; j++) {
			row[j] = i % apart ? NAN : value_of(data[HEAD + j] % WAYS, next_cell(&cells), row, j);
			x[j * nights + i] = row[j];
		}
	}
	for (size_t j = 0; j < count; j++) {
		unsigned marks = data[HEAD + j] / WAYS;
		factors[j] = (struct association_factor){
			.column = { x + j * nights, only_zero_one(x + j * nights, nights) },
			.partner = marks & 1 && count > 1 ? (int)((j + 1) % count) : NO_PARTNER,
			.suspect = marks & 2,
			.held = marks & 4,
		};
	}
	const char *wrong = unsound_table(cramps, nights, data[5] % 7, factors, count);
	if (wrong) {
		fprintf(stderr, "%s\n", wrong);
		abort();
	}
	free(cramps);
	free(x);
	return 0;
}
