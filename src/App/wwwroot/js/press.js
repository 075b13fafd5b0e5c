// Buttons that ask the server something, wait for a device, and say in words what went wrong.

const token = () => document.querySelector("input[name=form-token]").value;

/** Sends a question. A refusal is thrown with the server's own sentence, empty where it gave none, and its code. */
export const post = async (path, body) => {
  const answer = await fetch(path, {
    method: "POST",
    credentials: "same-origin",
    headers: { "Content-Type": "application/json", "X-CSRF-TOKEN": token() },
    body: JSON.stringify(body ?? {}),
  });
  if (answer.ok) return answer.status === 204 ? null : answer.json();
  let problem = {};
  try { problem = await answer.json(); } catch { /* An answer without words gets those of the page. */ }
  throw Object.assign(new Error(problem.detail ?? ""), { code: problem.code, refused: true });
};

/** Shows the place and its button. Whoever pressed “cancel” needs no words; for anything else wordsFor finds them. */
export const arm = (place, work, wordsFor) => {
  const button = place.querySelector("button");
  const words = place.querySelector("[role=alert]");
  place.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    words.hidden = true;
    try {
      await work();
    } catch (fault) {
      words.textContent = fault.name === "NotAllowedError" || fault.name === "AbortError" ? "" : wordsFor(fault);
      words.hidden = words.textContent === "";
    } finally {
      button.disabled = false;
    }
  });
};
