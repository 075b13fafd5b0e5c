using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace Afterglow.App.People;

/// <summary>
/// The keys of cookies and form tokens: kept in the clinic's keys folder, so that a restart signs nobody out, and
/// encrypted there. Naming a folder turns the framework's own encryption off; this turns ours on.
/// </summary>
internal static class CookieKeys
{
    /// <summary>The element that holds an encrypted key, and what it is bound to.</summary>
    public const string Element = "sealed", Row = "cookie-key";

    public static string Folder(string keys) => Path.Combine(keys, "cookies");

    public static void AddCookieKeys(this IServiceCollection services, string directory)
    {
        services.AddSingleton(_ => new Vault(directory));
        services.AddDataProtection().SetApplicationName("afterglow")
            .PersistKeysToFileSystem(new DirectoryInfo(Folder(directory)));
        services.AddOptions<KeyManagementOptions>().Configure<Vault>((options, vault) => options.XmlEncryptor = new Encryptor(vault));
    }

    private sealed class Encryptor(Vault vault) : IXmlEncryptor
    {
        public EncryptedXmlInfo Encrypt(XElement plaintextElement) => new(
            new XElement(Element, vault.Seal(Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting)), Row)),
            typeof(Decryptor));
    }

    /// <summary>Named in the key files, so this name is permanent.</summary>
    internal sealed class Decryptor(IServiceProvider services) : IXmlDecryptor
    {
        public XElement Decrypt(XElement encryptedElement) => XElement.Parse(
            Encoding.UTF8.GetString(services.GetRequiredService<Vault>().Open(encryptedElement.Value, Row)));
    }
}
