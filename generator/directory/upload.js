// Sends the form of a submission first and then each document by itself, so that a broken connection costs one document
// and never all. Without it the browser sends everything at once; what is sent is the same.
(() => {
  "use strict";
  const put = (text, name) => text.replace("{name}", name);

  function line(input) {
    const field = input.closest(".field");
    let status = field.querySelector("[role=status]");
    if (!status) {
      status = document.createElement("p");
      status.setAttribute("role", "status");
      field.append(status);
    }
    return status;
  }

  function send(address, input, words) {
    const status = line(input), bar = document.createElement("progress"), file = input.files[0];
    status.textContent = put(words.sending, file.name) + " ";
    status.append(bar);
    return new Promise((done) => {
      const request = new XMLHttpRequest();
      const end = (text, isHere) => {
        status.textContent = text;
        status.className = isHere ? "sent" : "fault";
        done(isHere);
      };
      request.upload.onprogress = (sent) => {
        if (sent.lengthComputable) { bar.max = sent.total; bar.value = sent.loaded; }
      };
      request.onload = () => {
        if (request.status < 300) return end(put(words.sent, file.name), true);
        let told = {};
        try { told = JSON.parse(request.responseText); } catch { /* a page of something in between */ }
        end((told.errors && told.errors[0] && told.errors[0].message) || told.detail || put(words.lost, file.name), false);
      };
      request.onerror = request.onabort = () => end(put(words.lost, file.name), false);
      request.open("POST", address);
      request.setRequestHeader("Accept", "application/json");
      const body = new FormData();
      body.append(input.name, file);
      request.send(body);
    });
  }

  async function stored(form, inputs) {
    const body = new FormData(form);
    for (const input of inputs) body.delete(input.name);
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    if (answer.status === 201) return new URL((await answer.json()).status_url, form.action).href;
    // It may have been stored all the same: without files it is the same form again, and gets the number that it has.
    if (answer.status >= 500) for (const input of inputs) input.value = "";
    form.submit(); // the page that comes says what is wrong, with every word kept
    return "";
  }

  for (const form of document.querySelectorAll("form[data-upload]")) {
    const inputs = Array.from(form.querySelectorAll("input[data-document]"));
    const here = new Set();
    let receipt = form.dataset.upload && new URL(form.dataset.upload, location).href;

    form.addEventListener("submit", async (event) => {
      const chosen = inputs.filter((input) => input.files.length);
      const purpose = form.elements.purpose;
      if (!chosen.length || (purpose && purpose.value !== "submission")) return;
      event.preventDefault();
      const button = form.querySelector("button[type=submit]");
      if (button.disabled) return;
      button.disabled = true;
      try {
        receipt = receipt || (await stored(form, inputs));
      } catch { // no answer; the same button asks again
        const status = line(chosen[0]);
        status.textContent = put(form.dataset.lost, chosen[0].files[0].name);
        status.className = "fault";
        button.disabled = false;
        return;
      }
      if (!receipt) return;
      const [path, query] = receipt.split("?");
      // What may be left out goes first: the last of the others sends the letter off.
      chosen.sort((a, b) => (a.dataset.document === "required") - (b.dataset.document === "required"));
      for (const input of chosen) {
        if (!here.has(input) && (await send(`${path}/documents?${query}`, input, form.dataset))) here.add(input);
      }
      if (chosen.every((input) => here.has(input))) {
        location.assign(receipt + "#dokumen");
        if (form.dataset.upload) location.reload();
        return;
      }
      button.disabled = false;
    });

    for (const input of inputs) {
      input.addEventListener("change", () => {
        here.delete(input);
        const isTooMuch = input.files.length && input.files[0].size > input.dataset.most;
        input.setCustomValidity(isTooMuch ? input.dataset.refusal : "");
        input.reportValidity();
        // One file for a document: of the two ways to choose it the last one counts.
        for (const other of inputs) if (input.files.length && other !== input && other.name === input.name) other.value = "";
      });
    }
  }
})();
