# Problems R1 and R2 with R's mrgsolve, one thread. Called as Peer.cs says:
#   Rscript mrgsolve.R R1|R2 RTOL ATOL SUBJECTS CHECK TIME ANSWERS
suppressPackageStartupMessages(library(mrgsolve))

words <- commandArgs(trailingOnly = TRUE)
if (length(words) != 7) stop("usage: mrgsolve.R R1|R2 RTOL ATOL SUBJECTS CHECK TIME ANSWERS")
first <- words[1] == "R1"
check <- as.integer(words[5])
timed <- as.integer(words[6])
all <- read.csv(words[4])
if (check > nrow(all) || timed >= nrow(all)) stop(sprintf("There are %d subjects.", nrow(all)))

parameters <- "$PARAM WT=70, CL=1, V1=1, Q=1, V2=1, CLM=1, VM1=1, QM=1, VM2=1, IC50=1, SGLU=1, SMAX=1, KDEP=1"
plasma <- "
dxdt_A1 = -(CL/V1 + Q/V1)*A1 + Q/V2*A2;
dxdt_A2 = Q/V1*A1 - Q/V2*A2;
dxdt_M1 = 0.8*0.941*CL/V1*A1 - (CLM + QM)/VM1*M1 + QM/VM2*M2;
dxdt_M2 = QM/VM1*M1 - QM/VM2*M2;
"
chain <- "
double c = CE > 0 ? CE : 0;
double x = pow(c/IC50, 1.4);
double occupied = x/(1 + x);
double a = AMPA > 0 ? pow(AMPA, 2.5) : 0;
double half = pow(1.8, 2.5);
dxdt_CE = 6*(A1/V1 + 0.15*M1/VM1 - CE);
dxdt_GABA = 20*(1 - 0.75*occupied - GABA);
dxdt_GLU = 30*(1 + SGLU*(1 - GABA)/(1 + c/0.6*(c/0.6)) - GLU*7/(6 + GLU));
dxdt_AMPA = 60*(GLU*DES - AMPA);
dxdt_DES = 4*(1 - DES) - 1.5*(GLU - 1)*DES;
dxdt_BDNF = 0.6*(1 + 4*(a/(a + half) - 1/(1 + half)) - BDNF);
dxdt_EEF = 0.8*(1 + 1.5*(BDNF/(2 + BDNF) - 1.0/3) + 0.8*occupied - EEF);
double u = BDNF*EEF;
dxdt_MTOR = 0.35*(1 + 3*(u/(2 + u) - 1.0/3) - MTOR);
dxdt_PROT = 0.08*(MTOR - PROT);
double h1 = 1/(1.5*1.5 + 1);
double h = PROT*PROT/(1.5*1.5 + PROT*PROT);
dxdt_SYN = (1 + SMAX*(h - h1) - SYN*(1 + 0.3*(INFL - 1)))/240;
dxdt_INFL = ((1 - 0.5*c/(0.10 + c))/(1 + 0.5*(SYN - 1)) - INFL)/48;
dxdt_SYMP = KDEP*(32*pow(INFL, 0.6)*pow(SYN, -1.8) - SYMP);
"
rest <- c("GABA", "GLU", "AMPA", "DES", "BDNF", "EEF", "MTOR", "PROT", "SYN", "INFL")
code <- if (first) paste(parameters, "$CMT A1 A2 M1 M2", "$ODE", plasma, "$TABLE", "capture P = A1/V1; capture N = M1/VM1;", sep = "\n") else
  paste(parameters, paste("$CMT A1 A2 M1 M2 CE", paste(rest, collapse = " "), "SYMP"),
        "$MAIN", paste0(rest, "_0 = 1;", collapse = "\n"), "SYMP_0 = 32;", "$ODE", plasma, chain, "$TABLE", "capture P = A1/V1;", sep = "\n")
columns <- if (first) c("P", "N") else c("P", "GLU", "BDNF", "SYN", "INFL", "SYMP")
starts <- if (first) 0 else c(0, 72, 168, 240, 336, 408)

model <- mcode(if (first) "R1" else "R2", code, quiet = TRUE)
model <- update(model, rtol = as.double(words[2]), atol = as.double(words[3]), maxsteps = 1e6)
model <- if (first) update(model, start = 0, end = 24, delta = 0.5) else update(model, start = 1, end = 1440, delta = 1)

# 0.5 mg/kg over 40 minutes, at each start.
doses <- function(people) {
  given <- merge(data.frame(ID = people$ID, amt = 0.5*people$WT), data.frame(time = starts))
  given <- given[order(given$ID, given$time), ]
  data.frame(ID = given$ID, time = given$time, evid = 1, cmt = 1, amt = given$amt, rate = given$amt/(2/3))
}
solve_for <- function(people, given) mrgsim_df(model, data = given, idata = people, obsonly = TRUE)

if (check > 0) {
  people <- all[seq_len(check), ]
  answers <- solve_for(people, doses(people))
  file <- file(words[7], "wb")
  writeBin(as.double(t(as.matrix(answers[, columns]))), file, size = 8)
  close(file)
}
wall <- 0
processor <- 0
if (timed > 0) {
  people <- all[1 + seq_len(timed), ]
  given <- doses(people)
  invisible(solve_for(people[1, ], given[given$ID == people$ID[1], ]))
  before <- proc.time()
  invisible(solve_for(people, given))
  took <- proc.time() - before
  wall <- took[["elapsed"]]
  processor <- took[["user.self"]] + took[["sys.self"]]
}
cat(sprintf("mrgsolve %.9f %.9f\n", wall, processor))
