using System.Text.Json;
using Afterglow.Chairside.Connection;
using Microsoft.JSInterop;

namespace Afterglow.Chairside.Shell;

/// <summary>The browser around the screen: keys, focus, the pointer, what this device remembers.</summary>
public sealed class Browser(IJSRuntime runtime) : IAsyncDisposable
{
    private IJSObjectReference? module;
    private DotNetObjectReference<Browser>? reference;

    /// <summary>A letter, “?” or “Escape” that was not typed into a text.</summary>
    public event EventHandler<KeyEventArgs>? Pressed;

    /// <summary>Somebody looks at the screen again, or the network is back.</summary>
    public event EventHandler? Returned;

    /// <summary>Nobody touched the device for fifteen minutes.</summary>
    public event EventHandler? LeftAlone;

    /// <summary>The device says that it has no network.</summary>
    public event EventHandler? WentOffline;

    /// <summary>True where fingers do the pointing: nothing may raise the device's own keyboard unasked.</summary>
    public bool Touch { get; private set; }

    public async Task StartAsync()
    {
        module = await runtime.InvokeAsync<IJSObjectReference>("import", "./js/chairside.js");
        reference = DotNetObjectReference.Create(this);
        Touch = await module.InvokeAsync<bool>("start", reference);
    }

    public ValueTask ListenForAsync(string letters) => CallAsync("listenFor", letters);

    /// <summary>Asks before the page is closed while something is unsent.</summary>
    public ValueTask GuardAsync(bool on) => CallAsync("guard", on);

    public ValueTask FocusAsync(string selector) => CallAsync("focus", selector);

    public ValueTask FocusFirstAsync(string selector) => CallAsync("focusFirst", selector);

    public ValueTask ShowAsync(string selector) => CallAsync("show", selector);

    public async ValueTask<string> ThemeAsync() => module is null ? "room" : await module.InvokeAsync<string>("theme");

    public ValueTask SetThemeAsync(string theme) => CallAsync("setTheme", theme);

    public ValueTask RememberAsync(string what, string value) => CallAsync("remember", what, value);

    public async ValueTask<string?> RecallAsync(string what) => module is null ? null : await module.InvokeAsync<string?>("recall", what);

    public async ValueTask<IJSObjectReference?> WatchSizeAsync<T>(object element, DotNetObjectReference<T> watcher) where T : class =>
        module is null ? null : await module.InvokeAsync<IJSObjectReference>("watchSize", element, watcher);

    /// <summary>True where this browser can ask a passkey.</summary>
    public async ValueTask<bool> HasPasskeysAsync() => module is not null && await module.InvokeAsync<bool>("hasPasskeys");

    /// <summary>Asks a passkey: finger, face, PIN, a key or a phone held near.</summary>
    public async Task<PasskeyAnswer> AskPasskeyAsync(JsonElement options) => module is null
        ? new PasskeyAnswer(null, "This browser cannot use passkeys: use the password.")
        : await module.InvokeAsync<PasskeyAnswer>("askPasskey", options);

    [JSInvokable]
    public void KeyPressed(string key) => Pressed?.Invoke(this, new KeyEventArgs(key));

    [JSInvokable]
    public void BackAgain() => Returned?.Invoke(this, EventArgs.Empty);

    [JSInvokable]
    public void NobodyThere() => LeftAlone?.Invoke(this, EventArgs.Empty);

    [JSInvokable]
    public void NetworkGone() => WentOffline?.Invoke(this, EventArgs.Empty);

    [JSInvokable]
    public void PointerChanged(bool touch) => Touch = touch;

    public async ValueTask DisposeAsync()
    {
        if (module is not null)
        {
            try
            {
                await module.InvokeVoidAsync("stop");
                await module.DisposeAsync();
            }
            catch (JSDisconnectedException)
            {
                // The page is gone already.
            }
        }
        reference?.Dispose();
    }

    private ValueTask CallAsync(string function, params object[] arguments) =>
        module?.InvokeVoidAsync(function, arguments) ?? ValueTask.CompletedTask;
}

/// <summary>A letter, “?” or “Escape”.</summary>
public sealed class KeyEventArgs(string key) : EventArgs
{
    public string Key { get; } = key;
}
