// A patient's passkey: asks the server for a question, the device for the answer, and brings it back. Without it the page is
// opened by a link, as before.

const token = () => document.querySelector("input[name=form-token]").value;

const post = async (path, body) => {
  const answer = await fetch(`${path}${location.search}`, {
    method: "POST",
    credentials: "same-origin",
    headers: { "Content-Type": "application/json", "X-CSRF-TOKEN": token() },
    body: JSON.stringify(body ?? {}),
  });
  if (answer.ok) return answer.status === 204 ? null : answer.json();
  let problem = {};
  try { problem = await answer.json(); } catch { /* An answer without words gets the page's own. */ }
  throw Object.assign(new Error(problem.detail ?? ""), { spoken: Boolean(problem.detail) });
};

const arm = (place, work) => {
  const button = place.querySelector("button");
  const words = place.querySelector("[role=alert]");
  place.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    words.hidden = true;
    try {
      await work();
    } catch (fault) {
      // Whoever pressed “cancel” needs no words; what the device says is written for programmers.
      words.textContent = fault.name === "NotAllowedError" || fault.name === "AbortError" ? "" : fault.spoken ? fault.message : place.dataset.failed;
      words.hidden = words.textContent === "";
    } finally {
      button.disabled = false;
    }
  });
};

if (globalThis.PublicKeyCredential?.parseCreationOptionsFromJSON) {
  for (const cannot of document.querySelectorAll("[data-own-page-cannot]")) cannot.hidden = true;

  const open = document.querySelector("[data-own-page-open]");
  if (open) arm(open, async () => {
    const { question, options } = await post("/my-page/passkey-question");
    const credential = await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
    await post("/my-page/passkey", { question, credential: credential.toJSON() });
    location.assign(open.dataset.ownPageOpen);
  });

  const add = document.querySelector("[data-own-page-add]");
  if (add) arm(add, async () => {
    const { question, options } = await post("/my-care/passkey-question");
    const credential = await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) });
    await post("/my-care/passkeys", { question, credential: credential.toJSON() });
    location.reload();
  });
}
