// Connects the passkey button of a page with allauth's script and then shows it: a button that
// is not connected yet would do nothing. Says when the browser gave no passkey.
(() => {
  const button = document.querySelector("[data-passkey]");
  const problem = document.querySelector("[data-passkey-problem]");
  if (!button || !window.allauth) return;
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    problem.hidden = false;
  });
  window.allauth.webauthn.forms[button.dataset.passkey]({
    ids: { add: "passkey", authenticate: "passkey", credential: "id_credential", data: "js_data" },
  });
  button.hidden = false;
})();
