// Connects the passkey button of a page with allauth's script; says when the browser gave none.
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
})();
