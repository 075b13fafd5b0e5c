using System.Text.Json;
using Afterglow.Core;
using Afterglow.Core.Pharmacology;
using Afterglow.Core.Pharmacology.Interactions;
using Afterglow.Core.Pharmacology.Published;

namespace Afterglow.Tests.Pharmacology;

/// <summary>Every number of every model, and every record, against the collected evidence where that stands beside the repository.</summary>
public sealed class TheCollectedEvidence : IDisposable
{
    private readonly JsonDocument? evidence = Find();

    // The model's symbol, then the record's name; the factor turns the record's unit into the model's.
    private static readonly (string Model, string Record, (string Symbol, string Name, double Factor)[] Numbers, string[] NotInTheModel)[] Models =
    [
        ("domino-1984", "pk_domino1984", Same("V1", "k10", "k12", "k13", "k21", "k31"),
            ["V1_70kg", "V2_70kg", "V3_70kg", "CL_70kg", "Q2_70kg", "Q3_70kg", "tPeak_effect", "ke0"]),
        ("kamp-2020", "pk_kamp2020_meta", Same("Vd", "CL"), ["raw_data_model_V1_etc"]),
        ("henthorn-2018", "pk_henthorn2018", [("CLS", "CL_S", 1), ("CLR", "CL_R", 1)], ["total_PK_flow"]),
        ("fanta-2015", "pk_fanta2015", [.. Same("V1", "CL", "Vp1", "Q1", "Vp2", "Q2"), ("F", "F_oral", 0.01)], ["norketamine_to_ketamine_AUC_ratio_oral_ss"]),
        ("otto-2021", "pk_otto2021",
            [.. Same("V1", "CL", "Vp1", "Q1", "Vp2", "Q2"), ("Vnk", "V_snk", 1), ("CLnk", "CL_snk", 1), ("Vpnk", "Vp_snk", 1), ("Qnk", "Q_snk", 1)],
            ["cov_V1_CL", "cov_Vsnk_CLsnk", "prop_error_S", "prop_error_snk", "fraction_metabolised_to_norketamine"]),
        ("simons-2022", "pk_simons2022",
            [("F1", "F1_mucosal", 1), ("D1", "D1", 1), ("KA1", "KA1", 1), ("F2", "F2_gut_to_hepatic", 1), ("D2", "D2", 1), ("KA2", "KA2", 1), ("MTTgut", "MTT_gut", 1),
             ("V1", "VK1", 1), ("V2", "VK2", 1), ("V3", "VK3", 1), ("CL1", "CLK1", 1), ("CL2", "CLK2", 1), ("CL3", "CLK3", 1), ("MTTnk", "MTT_K_NK", 1), ("fmNK", "fm_NK", 1),
             ("VN2", "VN2", 1), ("CLN1", "CLN1", 1), ("CLN2", "CLN2", 1), ("MTThnk", "MTT_NK_HNK", 1), ("fmHNK", "fm_HNK", 1), ("VH1", "VH1", 1),
             ("VH2", "VH2", 1), ("CLH1", "CLH1", 1), ("CLH2", "CLH2", 1)],
            ["VN1", "prop_err_K"]),
        ("perez-ruixo-2021", "pk_perezruixo2021",
            [("FRnNext", "FRn_factor_subsequent_28mg", 1), .. Same("ka_n", "Dsw", "ka_sw", "Dpo", "ka_po", "Fgut", "Vc", "Q1", "Vp1", "Q2", "Vp2", "Qh", "Vh", "kel", "kmet"),
             ("VcnF", "Vcn_F", 1), ("CLnF", "CLn_F", 1), ("VpnF", "Vpn_F", 1), ("Q3F", "Q3_F", 1)],
            ["FRn_first_28mg", "resid_esk_log_sd", "resid_nor_log_sd", "abstract_CL", "abstract_Vss", "abstract_F_56mg", "abstract_F_84mg", "abstract_F_swallowed", "derived_E", "derived_CL"]),
        ("racemate", "abs_im", [("Fim", "F", 1)], ["tmax", "ka"]),
        ("racemate", "abs_sc", [("Fsc", "F", 1)], ["tmax"]),
        ("racemate", "abs_sublingual_rolan", [("Fsl", "F", 0.01)], ["tmax", "first_quantifiable"]),
        ("racemate", "abs_oral_racemic", [("Fpo", "F", 1)], ["tmax", "Cmax_0.5mgkg", "norketamine_to_ketamine"]),
        ("racemate", "abs_nasal_racemic_2022", [("Fin", "F_30mg", 0.01)],
            ["F_10mg", "F_50mg", "Cmax_IV10", "Cmax_IN10", "Cmax_IN30", "Cmax_IN50", "tmax_IN", "NK_K_AUC_ratio_IN50", "NK_K_AUC_ratio_IV10"]),
        ("racemate", "abs_rectal", [("Fpr", "F", 0.01)], ["tmax"]),
    ];

    public static TheoryData<int> Rows => [.. Enumerable.Range(0, Models.Length)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Every_number_of_a_model_is_the_recorded_one_and_as_sure_as_it_is_recorded(int row)
    {
        var (id, recordId, numbers, rest) = Models[row];
        var record = Record(recordId);
        var model = DrugLibrary.Find(id)!;
        var overall = Sure(record.GetProperty("confidence").GetString()!);
        foreach (var (symbol, name, factor) in numbers)
        {
            var number = Number(record, name);
            var parameter = model.Parameters.Single(each => each.Symbol == symbol);
            Assert.True(Math.Abs(number.GetProperty("value").GetDouble() * factor / parameter.Value - 1) < 1e-12, $"{id} {symbol}: {parameter.Value}");
            var recorded = number.TryGetProperty("confidence", out var own) ? Sure(own.GetString()!) : overall;
            Assert.True(parameter.Source.Confidence >= recorded, $"{id} {symbol} passes as surer than it is recorded.");
            if (number.TryGetProperty("bsv_cv_pct", out var spread)) Near(spread.GetDouble(), parameter.BetweenSubjects, $"{id} {symbol}");
            else if (parameter.SpreadSource is null) Assert.Equal(0, parameter.BetweenSubjects);
            if (number.TryGetProperty("inter_occasion_cv_pct", out var days)) Near(days.GetDouble(), parameter.BetweenOccasions, $"{id} {symbol} between days");
        }
        // Nothing of the record is left out without being named here.
        Assert.Equal(
            record.GetProperty("parameters").EnumerateArray().Select(each => each.GetProperty("name").GetString()!).Order(StringComparer.Ordinal),
            numbers.Select(each => each.Name).Concat(rest).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Ottos_random_effects_go_together_as_recorded_and_Perez_Ruixos_share_through_the_nose_is_on_the_logit_scale()
    {
        var otto = Record("pk_otto2021");
        Assert.Equal(
            [Number(otto, "cov_V1_CL").GetProperty("value").GetDouble(), Number(otto, "cov_Vsnk_CLsnk").GetProperty("value").GetDouble()],
            DrugLibrary.Find("otto-2021")!.Covariances.Select(each => each.Value));
        var nose = DrugLibrary.Find("perez-ruixo-2021")!.Parameters.Single(each => each.Symbol == "FRn");
        Assert.Equal(Number(Record("pk_perezruixo2021"), "FRn_first_28mg").GetProperty("value").GetDouble(), 1 / (1 + Math.Exp(-nose.Value)), 12);
        Assert.Equal(0.708, nose.BetweenSubjects);
    }

    [Fact]
    public void Every_published_model_is_either_offered_or_set_aside_with_the_reason()
    {
        var offered = Models.Select(each => each.Record);
        // A record of kind pd_model whose name says that it is a model of concentrations.
        var recorded = Records("pk_model").Select(Id).Append("pk_sigtermans2009").Order(StringComparer.Ordinal);
        Assert.Equal(recorded, offered.Where(each => each.StartsWith("pk_", StringComparison.Ordinal)).Concat(ModelsSetAside.All.Select(each => each.Id)).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_recorded_interaction_is_on_file_with_its_numbers_and_its_confidence()
    {
        var records = Records("interaction").Where(record => Id(record) != "cyp_contrib").ToList();
        Assert.Equal(records.Select(Id).Order(StringComparer.Ordinal), KnownInteractions.All.Select(each => each.Id).Order(StringComparer.Ordinal));
        foreach (var record in records)
        {
            var here = KnownInteractions.All.Single(each => each.Id == Id(record));
            Assert.True(here.Source.Confidence >= Sure(record.GetProperty("confidence").GetString()!), here.Id);
            double? Ratio(string ratio, string change) =>
                Find(record, ratio) is { } asRatio ? asRatio.GetProperty("value").GetDouble()
                : Find(record, change) is { } asChange ? 1 + asChange.GetProperty("value").GetDouble() / 100 : null;
            void Same(double? recorded, double? onFile)
            {
                Assert.Equal(recorded is null, onFile is null);
                if (recorded is { } one) Assert.Equal(one, onFile!.Value, 9);
            }
            if (here.Id == "ddi_rifampicin")
            {
                Same(Ratio("", "AUC_change_IV"), here.Changes.Single(change => change.By == GivenBy.Vein).AreaRatio);
                Same(Ratio("", "AUC_change_oral"), here.Changes.Single(change => change.By == GivenBy.Mouth).AreaRatio);
                continue;
            }
            var changes = here.Changes.SingleOrDefault();
            Same(Ratio("AUC_ratio", "AUC_change"), changes?.AreaRatio);
            Same(Ratio("Cmax_ratio", "Cmax_change"), changes?.PeakRatio);
            Same(Ratio("", "t_half_change"), changes?.HalfLifeRatio);
        }
    }

    [Fact]
    public void Ranges_affinities_and_facts_of_the_label_are_the_recorded_ones()
    {
        var ranges = Records("threshold").ToList();
        Assert.Equal(ranges.Select(Id).Order(StringComparer.Ordinal), ConcentrationRanges.All.Select(each => each.Id).Order(StringComparer.Ordinal));
        foreach (var record in ranges)
        {
            var here = ConcentrationRanges.All.Single(each => each.Id == Id(record));
            Assert.Equal(Number(record, "low").GetProperty("value").GetDouble(), here.LowNgPerMl);
            Assert.Equal(Number(record, "high").GetProperty("value").GetDouble(), here.HighNgPerMl);
            Assert.Equal(record.GetProperty("compound").GetString()!.StartsWith("S-", StringComparison.Ordinal), here.Analyte == Analyte.SKetamine);
            Assert.True(here.Source.Confidence >= Sure(record.GetProperty("confidence").GetString()!), here.Id);
        }
        var affinities = Records("receptor").ToList();
        Assert.Equal(affinities.Select(Id).Order(StringComparer.Ordinal), Affinities.All.Select(each => each.Id).Order(StringComparer.Ordinal));
        foreach (var record in affinities)
        {
            var here = Affinities.All.Single(each => each.Id == Id(record));
            Assert.Equal(record.GetProperty("parameters")[0].GetProperty("value").GetDouble(), here.MicromolesPerL);
            Assert.True(here.Source.Confidence >= Sure(record.GetProperty("confidence").GetString()!), here.Id);
        }
        Assert.Equal(Records("label_fact").Select(Id).Order(StringComparer.Ordinal), LabelFacts.All.Select(each => each.Id).Order(StringComparer.Ordinal));
    }

    public void Dispose() => evidence?.Dispose();

    private static (string, string, double)[] Same(params string[] names) => [.. names.Select(name => (name, name, 1.0))];

    // To the digits a per cent was printed with.
    private static void Near(double cvPercent, double logSpread, string what)
    {
        var fromLog = 100 * Math.Sqrt(Math.Exp(logSpread * logSpread) - 1);
        Assert.True(Math.Abs(fromLog - cvPercent) < 0.06 || Math.Abs(fromLog / cvPercent - 1) < 0.02, $"{what}: {fromLog} % against {cvPercent} %");
    }

    private static Confidence Sure(string text) => text switch
    {
        "verified" => Confidence.Verified,
        "recalled-sure" => Confidence.RecalledSure,
        _ => Confidence.RecalledUnsure,
    };

    private static string Id(JsonElement record) => record.GetProperty("id").GetString()!;

    private static JsonElement? Find(JsonElement record, string name) =>
        record.GetProperty("parameters").EnumerateArray().Where(each => each.GetProperty("name").GetString() == name).Select(each => (JsonElement?)each).FirstOrDefault();

    private static JsonElement Number(JsonElement record, string name) => Find(record, name) ?? throw new InvalidOperationException($"{Id(record)} has no {name}.");

    private IEnumerable<JsonElement> Records(string kind) => Everything().Where(record => record.GetProperty("kind").GetString() == kind);

    private JsonElement Record(string id) => Everything().Single(record => Id(record) == id);

    private IEnumerable<JsonElement> Everything()
    {
        if (evidence is null) Assert.Skip("The collected evidence is not beside this repository.");
        return evidence!.RootElement.GetProperty("records").EnumerateArray();
    }

    private static JsonDocument? Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(System.IO.Path.Combine(at.FullName, "Afterglow.slnx")))
                return System.IO.Path.Combine(at.Parent!.FullName, "shared", "evidence", "pharmacology.json") is var file && File.Exists(file)
                    ? JsonDocument.Parse(File.ReadAllBytes(file))
                    : null;
        return null;
    }
}
