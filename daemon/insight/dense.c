#include "daemon/insight/dense.h"

#include <math.h>
#include <string.h>

#include "daemon/insight/lanes.h"

/* Rows taken together, so that their weighted block of columns stays near. */
enum { CHUNK = 64 };

EACH_CPU void dense_times(const double *m, size_t rows, size_t width, const double *v, double *out)
{
	const lanes *by = (const lanes *)v;
	size_t i = 0;

	for (; i + 4 <= rows; i += 4) {
		const lanes *r0 = (const lanes *)(m + i * width), *r1 = (const lanes *)(m + (i + 1) * width);
		const lanes *r2 = (const lanes *)(m + (i + 2) * width), *r3 = (const lanes *)(m + (i + 3) * width);
		lanes s0 = { 0 }, s1 = s0, s2 = s0, s3 = s0;
		for (size_t c = 0; c < width / LANES; c++) {
			s0 += r0[c] * by[c];
			s1 += r1[c] * by[c];
			s2 += r2[c] * by[c];
			s3 += r3[c] * by[c];
		}
		out[i] = lanes_sum(&s0);
		out[i + 1] = lanes_sum(&s1);
		out[i + 2] = lanes_sum(&s2);
		out[i + 3] = lanes_sum(&s3);
	}
	for (; i < rows; i++) {
		const lanes *row = (const lanes *)(m + i * width);
		lanes s = { 0 };
		for (size_t c = 0; c < width / LANES; c++)
			s += row[c] * by[c];
		out[i] = lanes_sum(&s);
	}
}

EACH_CPU void dense_sums(const double *m, size_t rows, size_t width, const double *v, double *out)
{
	lanes *sum = (lanes *)out;
	size_t i = 0;

	memset(out, 0, width * sizeof(*out));
	for (; i + 4 <= rows; i += 4) {
		const lanes *r0 = (const lanes *)(m + i * width), *r1 = (const lanes *)(m + (i + 1) * width);
		const lanes *r2 = (const lanes *)(m + (i + 2) * width), *r3 = (const lanes *)(m + (i + 3) * width);
		for (size_t c = 0; c < width / LANES; c++)
			sum[c] += (r0[c] * v[i] + r1[c] * v[i + 1]) + (r2[c] * v[i + 2] + r3[c] * v[i + 3]);
	}
	for (; i < rows; i++) {
		const lanes *row = (const lanes *)(m + i * width);
		for (size_t c = 0; c < width / LANES; c++)
			sum[c] += row[c] * v[i];
	}
}

/* A block of four by four: a[r..][c..] += Σ weighted[i][…] row i. */
static inline void gram_block(const double *m, size_t rows, size_t width, const double (*weighted)[LANES], double *a,
			      size_t a_width)
{
	lanes s0 = *(lanes *)a, s1 = *(lanes *)(a + a_width), s2 = *(lanes *)(a + 2 * a_width),
	      s3 = *(lanes *)(a + 3 * a_width);

	for (size_t i = 0; i < rows; i++) {
		const lanes *z = (const lanes *)(m + i * width);
		s0 += *z * weighted[i][0];
		s1 += *z * weighted[i][1];
		s2 += *z * weighted[i][2];
		s3 += *z * weighted[i][3];
	}
	*(lanes *)a = s0;
	*(lanes *)(a + a_width) = s1;
	*(lanes *)(a + 2 * a_width) = s2;
	*(lanes *)(a + 3 * a_width) = s3;
}

EACH_CPU void dense_gram(const double *m, size_t rows, size_t width, const double *weight, double *a, size_t a_width)
{
	double weighted[CHUNK][LANES];

	for (size_t from = 0; from < rows; from += CHUNK) {
		size_t count = rows - from < CHUNK ? rows - from : CHUNK;
		const double *chunk = m + from * width;
		for (size_t r = 0; r < width; r += LANES) {
			for (size_t i = 0; i < count; i++)
				*(lanes *)weighted[i] = *(const lanes *)(chunk + i * width + r) * weight[from + i];
			for (size_t c = 0; c <= r; c += LANES)
				gram_block(chunk + c, count, width, (const double(*)[LANES])weighted,
					   a + r * a_width + c, a_width);
		}
	}
}

/* line -= share * other, from the lane of column `from` on. */
static inline void take_away(double *line, const double *other, double share, size_t from, size_t width)
{
	for (size_t c = from / LANES; c < width / LANES; c++)
		((lanes *)line)[c] -= ((const lanes *)other)[c] * share;
}

EACH_CPU bool dense_decompose(double *a, size_t n)
{
	size_t width = lanes_room(n);

	for (size_t k = 0; k < n; k++) {
		double *line = a + k * width;
		if (!(line[k] > 0) || !isfinite(line[k]))
			return false;
		double scale = 1 / sqrt(line[k]);
		memset(line, 0, k * sizeof(*line));
		for (size_t c = k / LANES; c < width / LANES; c++)
			((lanes *)line)[c] *= scale;
		for (size_t i = k + 1; i < n; i++)
			take_away(a + i * width, line, line[i], i, width);
	}
	return true;
}

/* The lanes of a row of U reach back before its diagonal, where there are zeros: only v[k] itself needs care. */
EACH_CPU void dense_solve(const double *u, size_t n, double *v)
{
	size_t width = lanes_room(n);

	for (size_t k = 0; k < n; k++) {
		double value = v[k] / u[k * width + k];
		take_away(v, u + k * width, value, k, width);
		v[k] = value;
	}
	for (size_t k = n; k-- > 0;) {
		const double *line = u + k * width;
		double value = v[k];
		lanes sum = { 0 };
		v[k] = 0;
		for (size_t c = k / LANES; c < width / LANES; c++)
			sum += ((const lanes *)line)[c] * ((const lanes *)v)[c];
		v[k] = (value - lanes_sum(&sum)) / line[k];
	}
}

/* The squared norm of X with U'X = diag(√weight): row by row, each of the length it has reached. */
EACH_CPU double dense_trace(const double *u, size_t n, const double *weight, double *room)
{
	size_t width = lanes_room(n);
	lanes sum = { 0 };

	memset(room, 0, n * width * sizeof(*room));
	for (size_t k = 0; k < n; k++)
		room[k * width + k] = sqrt(weight[k]);
	for (size_t k = 0; k < n; k++) {
		const double *line = u + k * width;
		lanes *x = (lanes *)(room + k * width);
		double scale = 1 / line[k];
		for (size_t c = 0; c <= k / LANES; c++) {
			x[c] *= scale;
			sum += x[c] * x[c];
		}
		for (size_t i = k + 1; i < n; i++)
			take_away(room + i * width, (const double *)x, line[i], 0, (k / LANES + 1) * LANES);
	}
	return lanes_sum(&sum);
}
