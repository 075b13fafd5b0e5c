/* Problems R1 and R2 with SUNDIALS' CVODE: BDF, dense, restarted at every dose edge.
   Called as Peer.cs says. Build: cc -O3 -march=native cvode.c -lsundials_cvode -lsundials_nvecserial -lm */
#include <cvode/cvode.h>
#include <math.h>
#include <nvector/nvector_serial.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sundials/sundials_context.h>
#include <sunlinsol/sunlinsol_dense.h>
#include <sunmatrix/sunmatrix_dense.h>
#include <time.h>

enum { WT, CL, V1, Q, V2, CLM, VM1, QM, VM2, IC50, SGLU, SMAX, KDEP, FIELDS };

typedef struct { double s[FIELDS]; double input; int states; } Problem;

static double hill(double x, double half, double n) { double p = pow(x, n); return p / (p + pow(half, n)); }

static int rates(realtype t, N_Vector ny, N_Vector nd, void *data)
{
    const Problem *p = data;
    const double *s = p->s, *y = N_VGetArrayPointer(ny);
    double *d = N_VGetArrayPointer(nd);
    (void)t;
    double k10 = s[CL] / s[V1];
    d[0] = p->input - (k10 + s[Q] / s[V1]) * y[0] + s[Q] / s[V2] * y[1];
    d[1] = s[Q] / s[V1] * y[0] - s[Q] / s[V2] * y[1];
    d[2] = 0.8 * 0.941 * k10 * y[0] - (s[CLM] + s[QM]) / s[VM1] * y[2] + s[QM] / s[VM2] * y[3];
    d[3] = s[QM] / s[VM1] * y[2] - s[QM] / s[VM2] * y[3];
    if (p->states == 4) return 0;
    double c = y[4] > 0 ? y[4] : 0, x = pow(c / s[IC50], 1.4), occupied = x / (1 + x);
    d[4] = 6 * (y[0] / s[V1] + 0.15 * y[2] / s[VM1] - y[4]);
    d[5] = 20 * (1 - 0.75 * occupied - y[5]);
    d[6] = 30 * (1 + s[SGLU] * (1 - y[5]) / (1 + c / 0.6 * (c / 0.6)) - y[6] * 7 / (6 + y[6]));
    d[7] = 60 * (y[6] * y[8] - y[7]);
    d[8] = 4 * (1 - y[8]) - 1.5 * (y[6] - 1) * y[8];
    d[9] = 0.6 * (1 + 4 * (hill(y[7] > 0 ? y[7] : 0, 1.8, 2.5) - hill(1, 1.8, 2.5)) - y[9]);
    d[10] = 0.8 * (1 + 1.5 * (y[9] / (2 + y[9]) - 1.0 / 3) + 0.8 * occupied - y[10]);
    double u = y[9] * y[10];
    d[11] = 0.35 * (1 + 3 * (u / (2 + u) - 1.0 / 3) - y[11]);
    d[12] = 0.08 * (y[11] - y[12]);
    double h1 = 1 / (1.5 * 1.5 + 1), h = y[12] * y[12] / (1.5 * 1.5 + y[12] * y[12]);
    d[13] = (1 + s[SMAX] * (h - h1) - y[13] * (1 + 0.3 * (y[14] - 1))) / 240;
    d[14] = ((1 - 0.5 * c / (0.10 + c)) / (1 + 0.5 * (y[13] - 1)) - y[14]) / 48;
    d[15] = s[KDEP] * (32 * pow(y[14], 0.6) * pow(y[13], -1.8) - y[15]);
    return 0;
}

static SUNContext context;

typedef struct { void *cvode; N_Vector y; SUNMatrix matrix; SUNLinearSolver solver; Problem p; } Engine;

static Engine *engine(int states, double relative, double absolute)
{
    Engine *e = calloc(1, sizeof *e);
    e->p.states = states;
    e->y = N_VNew_Serial(states, context);
    e->cvode = CVodeCreate(CV_BDF, context);
    CVodeInit(e->cvode, rates, 0, e->y);
    CVodeSStolerances(e->cvode, relative, absolute);
    e->matrix = SUNDenseMatrix(states, states, context);
    e->solver = SUNLinSol_Dense(e->y, e->matrix, context);
    CVodeSetLinearSolver(e->cvode, e->solver, e->matrix);
    CVodeSetUserData(e->cvode, &e->p);
    CVodeSetMaxNumSteps(e->cvode, 1000000);
    return e;
}

/* Solves one subject and writes its outputs. */
static int solve(Engine *e, const double *subject, const double *doses, int count, double step, int first, int outputs, double *into)
{
    int columns = e->p.states == 4 ? 2 : 6, next = 0;
    double *y = N_VGetArrayPointer(e->y), edges[16], end = step * (first + outputs - 1);
    memcpy(e->p.s, subject, sizeof e->p.s);
    for (int i = 0; i < e->p.states; i++) y[i] = i > 4 ? 1 : 0;
    if (e->p.states > 4) y[15] = 32;
    int n = 0;
    for (int i = 0; i < count; i++) { edges[n++] = doses[i]; edges[n++] = doses[i] + 2.0 / 3; }
    edges[n++] = end;
    for (int edge = 0; edge + 1 < n; edge++) {
        double t = edges[edge];
        e->p.input = edge % 2 == 0 ? 0.5 * subject[WT] / (2.0 / 3) : 0;
        if (CVodeReInit(e->cvode, t, e->y) < 0 || CVodeSetStopTime(e->cvode, edges[edge + 1]) < 0) return 1;
        while (1) {
            double to = next < outputs ? (first + next) * step : end;
            int output = next < outputs && to <= edges[edge + 1];
            if (!output) to = edges[edge + 1];
            if (to > t && CVode(e->cvode, to, e->y, &t, CV_NORMAL) < 0) return 1;
            if (!output) break;
            double *row = into + next++ * columns;
            row[0] = y[0] / subject[V1];
            if (columns == 2) row[1] = y[2] / subject[VM1];
            else { row[1] = y[6]; row[2] = y[9]; row[3] = y[13]; row[4] = y[14]; row[5] = y[15]; }
        }
    }
    return 0;
}

static double seconds(clockid_t which) { struct timespec t; clock_gettime(which, &t); return t.tv_sec + t.tv_nsec * 1e-9; }

int main(int argc, char **argv)
{
    if (argc != 8) { fprintf(stderr, "usage: cvode R1|R2 RTOL ATOL SUBJECTS CHECK TIME ANSWERS\n"); return 2; }
    int r1 = !strcmp(argv[1], "R1"), check = atoi(argv[5]), timed = atoi(argv[6]), rows = 0, room = 10001;
    double (*all)[FIELDS] = calloc(room, sizeof *all);
    FILE *file = fopen(argv[4], "r");
    char line[1024];
    if (!file || !fgets(line, sizeof line, file)) { fprintf(stderr, "%s cannot be read.\n", argv[4]); return 2; }
    while (rows < room && fgets(line, sizeof line, file)) {
        char *at = strchr(line, ',');
        for (int f = 0; f < FIELDS && at; f++) all[rows][f] = strtod(at + 1, &at);
        rows++;
    }
    fclose(file);
    if (check > rows || timed >= rows) { fprintf(stderr, "There are %d subjects.\n", rows); return 2; }
    const double once[] = { 0 }, six[] = { 0, 72, 168, 240, 336, 408 };
    const double *doses = r1 ? once : six, step = r1 ? 0.5 : 1;
    int count = r1 ? 1 : 6, first = r1 ? 0 : 1, outputs = r1 ? 49 : 1440, size = outputs * (r1 ? 2 : 6);
    SUNContext_Create(NULL, &context);
    Engine *e = engine(r1 ? 4 : 16, atof(argv[2]), atof(argv[3]));
    if (check) {
        double *answers = malloc(sizeof(double) * size * check);
        for (int s = 0; s < check; s++) if (solve(e, all[s], doses, count, step, first, outputs, answers + (long)s * size)) return 1;
        FILE *out = fopen(argv[7], "wb");
        if (!out || fwrite(answers, sizeof(double), (size_t)size * check, out) != (size_t)size * check || fclose(out)) return 1;
    }
    double *answers = malloc(sizeof(double) * size * (timed ? timed : 1));
    memset(answers, 0, sizeof(double) * size * (timed ? timed : 1));
    double wall = seconds(CLOCK_MONOTONIC), cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
    for (int s = 0; s < timed; s++) if (solve(e, all[s + 1], doses, count, step, first, outputs, answers + (long)s * size)) return 1;
    printf("CVODE %.9f %.9f\n", seconds(CLOCK_MONOTONIC) - wall, seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu);
    return 0;
}
