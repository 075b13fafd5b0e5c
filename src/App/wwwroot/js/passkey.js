// Passkeys: asks the server for a question, the person's device for the answer, and brings it back.

import { arm, post } from "./press.js";

// What the device itself says is written for programmers.
const wordsFor = fault => {
  if (fault.code === "sign-in.prove-again") {
    location.assign(`/prove?returnUrl=${encodeURIComponent(location.pathname)}`);
    return "";
  }
  return fault.name === "InvalidStateError" ? "This device has a passkey for you already."
    : fault.name === "SecurityError" ? "Passkeys work only over https or on localhost."
    : fault.message || "The passkey could not be used. Try again.";
};

if (globalThis.PublicKeyCredential?.parseCreationOptionsFromJSON) {
  const signIn = document.querySelector("[data-passkey-sign-in]");
  if (signIn) arm(signIn, async () => {
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(await post("/sign-in/passkey-question"));
    const credential = await navigator.credentials.get({ publicKey });
    await post("/sign-in/passkey", { credential: credential.toJSON() });
    location.assign(signIn.dataset.passkeySignIn);
  }, wordsFor);

  // Proves once more who is at work, then sends the form it stands in: the typed password is not asked for.
  const prove = document.querySelector("[data-passkey-prove]");
  if (prove) arm(prove, async () => {
    const { passkeyProve, passkeyFor, passkeyVersion } = prove.dataset;
    const asked = await post(passkeyProve, { for: passkeyFor, ...(passkeyVersion && { readVersion: Number(passkeyVersion) }) });
    const credential = await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(asked.options) });
    const form = prove.closest("form");
    form.elements["Form.Question"].value = asked.question;
    form.elements["Form.Credential"].value = JSON.stringify(credential.toJSON());
    form.noValidate = true;
    form.requestSubmit();
  }, wordsFor);

  const add = document.querySelector("[data-passkey-add]");
  if (add) arm(add, async () => {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(await post("/account/passkey-question"));
    const credential = await navigator.credentials.create({ publicKey });
    await post("/account/passkeys", { name: add.querySelector("input").value, credential: credential.toJSON() });
    location.reload();
  }, wordsFor);
} else {
  for (const place of document.querySelectorAll("[data-passkey-add]")) place.hidden = true;
}
