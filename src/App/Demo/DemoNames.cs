using Afterglow.Core.Patients;

namespace Afterglow.App.Demo;

/// <summary>Invented names, as varied as a waiting room: scripts, particles, apostrophes, one-word names.</summary>
internal static class DemoNames
{
    // Given names, family name, sex at birth, pronouns, preferred name; what is missing is left empty.
    private const string Written =
        """
        Siobhán|O'Brien|F||
        Minh Anh|Nguyễn|F||
        Quang|Nguyễn|M||
        Sulastri||F||
        Wiryo||M||
        Thandiwe|Mokoena|F||Thandi
        Oksana|Shevchuk|F||
        Микола|Гнатюк|M||Mykola
        Δήμητρα|Παππά|F||Dimitra
        ليلى|منصور|F||Layla
        María José|de la Cruz Ibáñez|F||Majo
        José Luis|Figueroa|M||
        Jean-Baptiste|Lefèvre|M||
        Åsa|Bergström|F||
        Jürgen|Weißmüller|M||
        Zoë|van der Meer|F|they/them|
        Kaʻiulani|Kealoha|F||Kai
        Ikaika|Mahoe|M||
        Nokomis|Whitefeather|F||
        Delroy|Campbell|M||
        Shanice|Campbell-Boyd|F||
        Tyrone|Washington|M||Ty
        Latoya|Freeman|F||
        Marcus|Bellamy|M||
        Precious|Okafor|F||
        Chukwuemeka|Okafor|M||Emeka
        Adaeze|Nwosu|F||Ada
        Kwabena|Asante|M||
        Akosua|Boateng|F||
        Fatoumata|Diallo|F||
        Ousmane|Traoré|M||
        Selamawit|Tesfaye|F||Selam
        Yonas|Gebremariam|M||
        Nasra|Abdullahi|F||
        Abdirahman|Warsame|M||
        Amina|El Idrissi|F||
        Youssef|Benali|M||
        Leyla|Demirci|F||
        Emre|Kılıç|M||
        Shirin|Farahani|F||
        Dariush|Moradi|M||
        Rania|Khoury|F||
        Elias|Haddad-Stone|M||
        Noa|Ben-Ami|F||
        Yael|Rosenfeld|F||
        Anjali|Deshpande|F||
        Rohan|Mehta|M||
        Kavitha|Subramaniam|F||
        Arjun|Nair|M||
        Gurpreet|Sandhu|M||
        Harleen|Gill|F||
        Farzana|Chowdhury|F||
        Imran|Siddiqui|M||
        Dilini|Wickramasinghe|F||Dili
        Tenzin|Dolma|F|she/they|
        Mei-Ling|Chen|F||
        Wei|Zhang|M||
        Xiaoyu|Lin|F||
        Ka-Ho|Cheung|M||Calvin
        Haruka|Ishikawa|F||
        Kenji|Murata|M||
        Ji-woo|Park|F||
        Seung-min|Kang|M||
        Maricel|Bautista|F||
        Ramil|Santos-Reyes|M||
        Siriporn|Chaiyasit|F||Noi
        Sokha|Chea|M||
        Pania|Ngata|F||
        Sione|Tupou|M||
        Malia|Faleolo|F||
        Bronwyn|ap Rhys|F||
        Gethin|Prosser|M||
        Màiri|MacAskill|F||
        Fergus|McIlwraith|M||
        Gráinne|Ní Dhomhnaill|F||
        Pádraig|Mac Suibhne|M||Paddy
        Imogen|Hartwell|F||
        Rupert|Ashdown|M||
        Hollis|Pemberton|M|they/them|
        Margaret|Whitlock|F||Peggy
        Beatrix|Lindgren|F||
        Torbjørn|Haugen|M||
        Ragnhild|Nygård|F||
        Mikkel|Østergaard|M||
        Aino|Koskinen|F||
        Jukka|Lehtonen|M||
        Þórdís|Gunnarsdóttir|F||
        Kristján|Helgason|M||
        Agnieszka|Wójcik|F||
        Łukasz|Grzyb|M||
        Božena|Novotná|F||
        Jiří|Kovařík|M||
        Ágnes|Szőke|F||
        Gergő|Balogh|M||
        Ileana|Munteanu|F||
        Ștefan|Ionescu|M||
        Vesna|Đurić|F||
        Dragan|Petrović|M||
        Besa|Krasniqi|F||
        Elena|Todorova|F||
        Irina|Volkonskaya|F||
        Chiara|Bellandi|F||
        Matteo|D'Angelo|M||
        Inês|Carvalho|F||
        Tiago|Nascimento|M||
        Beatriz|do Amaral|F||Bia
        Ximena|Huamán|F||
        Ernesto|Quispe|M||
        Guadalupe|Ortega|F||Lupita
        Itzel|Canul|F||
        Rafael|Montañez|M||
        Yesenia|Colón|F||
        Camille|Desrosiers|F||
        Étienne|Gagnon|M||
        Noémie|Tremblay|F|elle|
        Anneke|de Wit|F||
        Bram|'t Hooft|M||
        Liesbeth|Vandenbroucke|F||
        Heike|Oberländer|F||
        Uwe|Grünwald|M||
        Reto|Ammann|M||
        Ursina|Caviezel|F||
        Quinn|Ellery|F|they/them|
        Rowan|Thackeray|M|they/he|
        Juniper|Vance|M|she/her|June
        Ash|Delacroix|F|he/him|
        Winston|Greaves|M||
        Dolores|Trujillo|F||Lola
        Harriet|Kingsley-Moore|F||
        Otis|Fairbanks|M||
        Eudora|Pruitt|F||Dora
        Clement|Adjei|M||
        """;

    private static readonly string[] EscortNames =
    [
        "Alex", "Bo", "Carmen", "Dana", "Eli", "Farida", "Gus", "Hana", "Ines", "Jon", "Kim", "Lena", "Mo", "Nadia", "Omar", "Pia",
        "Ravi", "Sam", "Tess", "Uma", "Viktor", "Yusuf", "Zora",
    ];

    public static IReadOnlyList<Person> All { get; } = [.. Written.Split('\n').Select(Read)];

    /// <summary>Who takes somebody home: relatives often share the family name.</summary>
    public static (string Name, string Relation) Escort(Chance chance, Person patient)
    {
        var relation = chance.Of<string>(["partner", "spouse", "sister", "brother", "friend", "friend", "mother", "neighbour", "son", "daughter"]);
        var family = patient.Family is { } name && relation is not ("friend" or "neighbour") && chance.Happens(0.6)
            ? name
            : chance.Of(All).Family ?? "Marsh";
        return ($"{chance.Of(EscortNames)} {family}", relation);
    }

    private static Person Read(string line)
    {
        var parts = line.Trim('\r').Split('|');
        var sex = parts[2] == "F" ? Sex.Female : Sex.Male;
        return new Person
        {
            Given = parts[0].Split(' '),
            Family = parts[1].Length > 0 ? parts[1] : null,
            SexAtBirth = sex,
            Pronouns = parts[3].Length > 0 ? parts[3] : sex == Sex.Female ? "she/her" : "he/him",
            Preferred = parts[4].Length > 0 ? parts[4] : null,
        };
    }
}
