namespace Afterglow.Core.Pharmacology.Published;

/// <summary>A published model that cannot be run, or should not be, and what is missing.</summary>
public sealed record SetAside(string Id, string Study, string About, string Missing);

/// <summary>Models of the literature that are not offered. A number nobody has is not made up.</summary>
public static class ModelsSetAside
{
    public static IReadOnlyList<SetAside> All { get; } =
    [
        new("pk_domino1982", "Domino 1982 Anesth Analg 61:87-92", "racemic ketamine and two metabolites in surgery", "no parameter was recovered; Domino 1984 stands in for it."),
        new("pk_clements_nimmo1981", "Clements and Nimmo 1981 Br J Anaesth 53:27-30", "racemic ketamine in five volunteers, two compartments",
            "clearance (19.1 mL/min/kg), volume (3.1 L/kg) and half-life (186 min) are doubtful memories and do not fix a two-compartment model: its central volume is missing."),
        new("pk_kamp2020_metabolites", "Kamp 2020 Br J Anaesth 125:750-761", "both enantiomers and their metabolites in 20 men", "all of its numbers."),
        new("pk_zhao2012", "Zhao 2012 Br J Clin Pharmacol 74:304-314", "ketamine and three metabolites in nine people with bipolar depression", "all of its numbers: the one model of metabolites in patients."),
        new("pk_jonkman2017", "Jonkman 2017 Anesthesiology 127:675-683", "inhaled S-ketamine in 19 volunteers",
            "how a dose divides between what is taken up at once and what is slow (0.05 a minute), and the part of its bioavailability (70 %) that depends on the dose."),
        new("pk_hijazi2003", "Hijazi 2003 Br J Anaesth 90:155-160", "racemic ketamine in twelve people in intensive care", "compartments; and people with an injured brain are no outpatients (clearance 36, half-life 4.9 h)."),
        new("pk_pedraz", "Pedraz 1985", "racemic ketamine", "everything."),
        new("pk_hasan2021", "Hasan 2021 Anesthesiology 135:326-339", "5 mg by vein and prolonged-release tablets in 15 volunteers, S and R apart",
            "compartments and the rate at which the tablets release; its figures stand beside the predictions."),
        new("pk_wang2019", "Wang 2019 Drug Des Devel Ther 13:4135-4144", "S and R after boluses in 32 Chinese patients", "volumes; its clearances stand beside the predictions."),
        new("pk_sigtermans2009", "Sigtermans 2009 Anesthesiology 111:892-903", "S-ketamine in 20 volunteers", "compartments. It found clearance 20 % higher in women; Wang 2019 and Perez-Ruixo 2021 found no difference of sex, and none is applied."),
        new("pk_flint2017_paed", "Flint 2017 Pediatr Anesth 27:1098-1107", "S-ketamine in ventilated children", "nothing but its place: children of 0 to 12 years in intensive care are not who is treated here."),
        new("pk_herd_anderson2007_paed", "Herd and Anderson 2007 Paediatr Anaesth 17:622-629", "racemic ketamine in children", "certainty: its numbers are doubtful memories, and of children."),
    ];
}
