// A patient's passkey: asks the server for a question, the device for the answer, and brings it back. Without it the page is
// opened by a link, as before.

import { arm, post } from "./press.js";

// What the server says is in the patient's language; what the device says is written for programmers.
const wordsOf = place => fault => (fault.refused && fault.message) || place.dataset.failed;
const ask = (path, body) => post(path + location.search, body);

if (globalThis.PublicKeyCredential?.parseCreationOptionsFromJSON) {
  for (const cannot of document.querySelectorAll("[data-own-page-cannot]")) cannot.hidden = true;

  const open = document.querySelector("[data-own-page-open]");
  if (open) arm(open, async () => {
    const { question, options } = await ask("/my-page/passkey-question");
    const credential = await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
    await ask("/my-page/passkey", { question, credential: credential.toJSON() });
    location.assign(open.dataset.ownPageOpen);
  }, wordsOf(open));

  const add = document.querySelector("[data-own-page-add]");
  if (add) arm(add, async () => {
    const { question, options } = await ask("/my-care/passkey-question");
    const credential = await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) });
    await ask("/my-care/passkeys", { question, credential: credential.toJSON() });
    location.reload();
  }, wordsOf(add));
}
