"use strict";

/* What somebody writes into the letter stays in this tab until it is closed, so that a
   reload, a way back or a changed address finds it again. It is sent nowhere. */

const form = document.getElementById("letter-form");
const key = form && `letter:${form.dataset.keptAs}`;

// A browser may keep nothing at all: then neither do we.
function read() {
  try {
    return JSON.parse(sessionStorage.getItem(key)) ?? {};
  } catch {
    return {};
  }
}

function write(kept) {
  try {
    sessionStorage.setItem(key, JSON.stringify(kept));
  } catch {
    // What is on the page still is.
  }
}

// Says whether anything on the page was different.
function fill(kept) {
  let changed = false;
  for (const field of form.elements) {
    const value = kept[field.name];
    if (value === undefined) {
      continue;
    }
    const before = [field.value, field.checked];
    if (field.type === "radio") {
      field.checked = field.value === value;
    } else if (field.type === "checkbox") {
      field.checked = value;
    } else if (field.type !== "select-one" || field.querySelector(`[value="${CSS.escape(value)}"]`)) {
      field.value = value;
    }
    if (value && field.type !== "checkbox") {
      field.closest("details")?.setAttribute("open", "");
    }
    changed ||= before[0] !== field.value || before[1] !== field.checked;
  }
  return changed;
}

form?.addEventListener("input", ({ target }) => {
  if (target.name) {
    const value = target.type === "checkbox" ? target.checked : target.value;
    write({ ...read(), [target.name]: value });
  }
});

form?.querySelector("[data-clears]")?.addEventListener("click", ({ target }) => {
  if (!confirm(target.dataset.clears)) {
    return;
  }
  sessionStorage.removeItem(key);
  location.assign(form.getAttribute("action"));
});

// After htmx is ready, so that the letter follows. A form that came back with a complaint
// is as it was sent; reloaded, it would lack what was written since.
document.addEventListener("DOMContentLoaded", () => {
  const kept = form ? read() : {};
  const behind = Object.keys(kept).length && form.hasAttribute("data-untouched");
  if (form && (fill(kept) || behind)) {
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }
});

// Somebody has erased their letter: here, too.
if (document.querySelector("[data-erased]")) {
  sessionStorage.clear();
}
