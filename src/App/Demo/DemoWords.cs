using System.Security.Cryptography;

namespace Afterglow.App.Demo;

/// <summary>Makes a passphrase that can be kept in mind from a screen to a keyboard. Another one for every folder.</summary>
internal static class DemoWords
{
    // Short, common, told apart by ear, without double meaning. Four of them are enough for made-up people behind a lock-out.
    private const string Written =
        """
        acorn amber anchor apple apron atlas autumn badge bakery bamboo banjo barley basil beacon beaver bishop bonnet branch breeze bridge
        bronze bucket butter button cactus camel candle canoe canvas carbon carpet carrot cedar celery cello chalk cherry chimney cinder circus
        citrus clover cobalt coffee comet copper coral cotton cradle crayon cricket crystal curtain dahlia daisy denim desert dolphin donkey
        drizzle easel ember emerald engine falcon fennel fiddle finch flannel forest fossil garden garlic ginger glacier granite gravel guitar
        hammock harbor hazel heron honey island ivory jacket jasmine jigsaw juniper kettle lantern lemon lentil lichen lilac linen lizard lobster
        maple marble meadow melon mitten mosaic muffin needle nutmeg oasis olive onion orchid otter oyster paddle panda paper parsley pebble
        pepper piano pigeon pillow
        """;

    private static readonly string[] Words = Written.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);

    public static string Passphrase()
    {
        var words = Words.ToArray();
        RandomNumberGenerator.Shuffle<string>(words);
        return string.Join('-', words.Take(4));
    }
}
