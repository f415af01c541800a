"use strict";

/* Everything works without this file. It helps those who use a keyboard or a screen reader. */

// "/" moves to the search field, unless somebody is writing, or speaks to the computer and
// has switched the key off (WCAG 2.1.4). The choice stays in the browser.
function slashIsOn() {
  try {
    return localStorage.getItem("slash") !== "off";
  } catch {
    return true;
  }
}
document.addEventListener("keydown", (event) => {
  const writing = event.target.closest("input, textarea, select, [contenteditable]");
  const other = event.ctrlKey || event.metaKey || event.altKey;
  const field = document.querySelector("input[type=search]");
  if (event.key === "/" && field && slashIsOn() && !other && !writing) {
    event.preventDefault();
    field.focus();
    field.select();
  }
});
const slashSwitch = document.getElementById("slash");
if (slashSwitch) {
  slashSwitch.checked = slashIsOn();
  slashSwitch.addEventListener("change", () => {
    localStorage.setItem("slash", slashSwitch.checked ? "on" : "off");
  });
}

// A keyboard on the screen must not cover what was found.
document.addEventListener("htmx:afterSwap", ({ target }) => {
  const field = document.activeElement;
  const seen = window.visualViewport?.height ?? innerHeight;
  if (target.id === "results" && field.type === "search") {
    const [first] = document.getElementsByClassName("results");
    if (first && first.getBoundingClientRect().top > 0.7 * seen) {
      field.scrollIntoView({ block: "start" });
    }
  }
});

// Another language keeps what has been written or chosen and not sent yet.
document.addEventListener("click", ({ target }) => {
  const link = target.closest("a[rel=alternate]");
  const form = document.querySelector(".questions");
  if (link && form) {
    const query = new URLSearchParams(link.search);
    const was = form.closest("#journey") ? "was_" : "";
    for (const { name, type, value, checked } of form.elements) {
      if ((type === "text" && value) || (type === "radio" && checked)) {
        query.set(was + name, value);
      }
    }
    link.search = query;
  }
});

// The other language keeps up with the answers that htmx writes into the address.
for (const moved of ["htmx:pushedIntoHistory", "htmx:replacedInHistory"]) {
  document.addEventListener(moved, () => {
    for (const link of document.querySelectorAll("a[rel=alternate]")) {
      link.search = location.search;
    }
  });
}

// The browser's "back" shows a question as it was answered. It stays in this tab.
function answered() {
  try {
    return JSON.parse(sessionStorage.getItem("answers")) ?? {};
  } catch {
    return {};
  }
}
document.addEventListener("submit", ({ target }) => {
  if (!target.matches(".questions")) {
    return;
  }
  const all = answered();
  const told = (all[target.action] ??= {});
  for (const { name, type, value, checked } of target.elements) {
    if (type === "text" || (type === "radio" && checked)) {
      told[name] = value;
    }
  }
  try {
    sessionStorage.setItem("answers", JSON.stringify(all));
  } catch {
    // A browser may keep nothing: then the question comes back empty.
  }
}, true);
const [visit] = performance.getEntriesByType("navigation");
for (const form of document.querySelectorAll(".questions")) {
  const told = visit?.type === "navigate" ? {} : (answered()[form.action] ?? {});
  for (const field of form.elements) {
    const value = told[field.name];
    if (field.type === "text") {
      field.value ||= value ?? "";
    } else if (field.type === "radio" && !form.querySelector(`[name="${field.name}"]:checked`)) {
      field.checked = field.value === value;
    }
  }
}

// A form that came back says first what to mend.
document.querySelector(".error-summary")?.focus();

// A fragment marks with data-focus where to go on from: a choice, if there is one in it.
document.addEventListener("htmx:afterSettle", ({ target }) => {
  const next = target.matches("[data-focus]") ? target : target.querySelector("[data-focus]");
  const choice = next?.querySelector("fieldset");
  choice?.setAttribute("tabindex", "-1");
  const wrong = target.querySelector("[aria-invalid=true]");
  (wrong ?? choice ?? next)?.focus();
  // A question longer than the screen may have its focus and its beginning out of sight.
  if (next && !wrong && target.getBoundingClientRect().top < 0) {
    target.scrollIntoView();
  }
});

// Who gets no answer is told so, and has everything as it was.
const trouble = document.getElementById("trouble");
for (const failed of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(failed, () => {
    trouble.textContent = trouble.dataset.text;
  });
}
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.shouldSwap) {
    trouble.textContent = "";
  }
});

// What changed out of sight is said once, and an old complaint leaves.
function say(text) {
  const status = document.getElementById("status");
  if (status && status.textContent !== text) {
    status.textContent = text;
  }
}
document.addEventListener("htmx:afterSettle", () => {
  const letter = document.querySelector("[data-status]");
  if (letter) {
    say(letter.dataset.status);
  }
  if (letter?.hasAttribute("data-ready")) {
    forgetComplaints();
  }
});

// What is sent once more is looked at afresh; a file that comes leaves this page standing.
const letterForm = document.getElementById("letter-form");
letterForm?.addEventListener("submit", ({ submitter }) => {
  forgetComplaints();
  if (submitter?.value.endsWith("pdf") && document.querySelector("[data-ready]")) {
    document.getElementById("downloaded").hidden = false;
    say(letterForm.dataset.downloads);
  }
});

function forgetComplaints() {
  for (const old of document.querySelectorAll(".error-summary, #letter-form .error")) {
    old.remove();
  }
  for (const field of document.querySelectorAll("#letter-form [aria-invalid]")) {
    field.removeAttribute("aria-invalid");
  }
  const complaint = letterForm.dataset.errorTitle;
  if (document.title.startsWith(complaint)) {
    document.title = document.title.slice(complaint.length).trim();
  }
}

// Printing a section leaves the others out.
document.addEventListener("click", ({ target }) => {
  const section = document.getElementById(target.dataset?.print)?.closest("section");
  if (section) {
    section.classList.add("printed");
    print();
    section.classList.remove("printed");
  }
});

// A button copies the text it names, and says so for a moment.
document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-copies]");
  const text = button && document.getElementById(button.dataset.copies);
  if (!text) {
    return;
  }
  text.select();
  try {
    await navigator.clipboard.writeText(text.value);
  } catch {
    // The clipboard is closed to us: the text is marked, and the keyboard copies it.
    return;
  }
  const label = button.textContent;
  if (label !== button.dataset.copied) {
    button.textContent = button.dataset.copied;
    say(button.dataset.copied);
    setTimeout(() => (button.textContent = label), 2000);
  }
});
