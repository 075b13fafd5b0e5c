// One device, several tabs: while it is in a patient's hands, no other tab of it shows anything. The server refuses what they
// ask for by itself; this takes off the screen what they show already. A page that was sent to staff since says that the device
// is back, and what was half typed in a covered tab is still there.

const withPatient = document.querySelector("[data-handed-over]") !== null;
const tabs = new BroadcastChannel("device");
if (!withPatient) {
  tabs.addEventListener("message", ({ data }) => document.documentElement.toggleAttribute("data-covered", data === "handed over"));
  // A page that the browser kept whole and brings back is asked for again: the server knows who holds the device.
  addEventListener("pageshow", event => { if (event.persisted) location.reload(); });
}
tabs.postMessage(withPatient ? "handed over" : "back");
