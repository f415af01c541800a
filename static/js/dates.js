"use strict";

/* A field for a day can be written in without this file. It adds a calendar to pick from. */

const showCalendars = (part) => {
  for (const calendar of part.querySelectorAll(".pick")) {
    calendar.hidden = false;
  }
};
showCalendars(document);
document.addEventListener("htmx:load", ({ target }) => showCalendars(target));

const fieldBeside = (picker) =>
  picker.closest(".pick")?.closest(".day").querySelector("input[name]");

// The calendar opens at the day that is written, if it is written as a calendar does.
document.addEventListener("focusin", ({ target }) => {
  const field = fieldBeside(target);
  if (/^\d{4}-\d\d-\d\d$/.test(field?.value)) {
    target.value = field.value;
  }
});

// Before anything else hears of it: forms are sent with what is in the field.
document.addEventListener("input", ({ target }) => {
  const field = fieldBeside(target);
  if (field && target.value) {
    field.value = target.value;
  }
}, { capture: true });
