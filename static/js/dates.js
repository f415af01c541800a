"use strict";

/* A field for a day can be written in without this file. It adds a calendar to pick from. */

const fieldBeside = (picker) =>
  picker.closest(".pick")?.closest(".day").querySelector("input[name]");

// The calendar opens at the day that is written, if it is written as a calendar does.
document.addEventListener("focusin", ({ target }) => {
  const field = fieldBeside(target);
  if (/^\d{4}-\d\d-\d\d$/.test(field?.value)) {
    target.value = field.value;
  }
});

// Forms are sent, and the letter is kept, with what is in the field.
document.addEventListener("input", ({ target }) => {
  const field = fieldBeside(target);
  if (field && target.value) {
    field.value = target.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
});
