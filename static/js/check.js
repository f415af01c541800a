"use strict";

/* Adds the file up in the browser, so that only its checksum leaves it. Without this script, or
   where a page may not add up (plain http), the form sends the file itself. */

const form = document.querySelector("form[data-check]");

form.addEventListener("submit", async (event) => {
  const [file] = form.elements.file.files;
  if (!file || !window.crypto?.subtle) {
    return;
  }
  event.preventDefault();
  try {
    const sum = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    const digits = Array.from(new Uint8Array(sum), (byte) => byte.toString(16).padStart(2, "0"));
    location.assign(`${form.action}?sha256=${digits.join("")}`);
  } catch {
    form.submit();
  }
});
