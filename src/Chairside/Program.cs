using Afterglow.Chairside;
using Afterglow.Chairside.Connection;
using Afterglow.Chairside.Shell;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Components.WebAssembly.Hosting;

var builder = WebAssemblyHostBuilder.CreateDefault(args);
builder.RootComponents.Add<App>("#app");
builder.RootComponents.Add<HeadOutlet>("head::after");
// The interface stands beside the application's folder, not in it.
var clinic = new Uri(new Uri(builder.HostEnvironment.BaseAddress), "/");
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton(TimeZoneInfo.Local);
builder.Services.AddScoped(_ => new HttpClient { BaseAddress = clinic, Timeout = TimeSpan.FromSeconds(10) });
builder.Services.AddScoped<ClinicApi>();
builder.Services.AddTransient<Charting>();
builder.Services.AddScoped<Browser>();
await builder.Build().RunAsync();
