import { byId, onClick } from "./dom.js";

/** What a customer can send beside words, as WhatsApp's own objects. */
export const samples = {
  location: {
    type: "location",
    location: {
      latitude: 49.2354,
      longitude: 6.9965,
      name: "Ludwigskirche",
      address: "Am Ludwigsplatz, 66117 Saarbrücken",
    },
  },
  contact: {
    type: "contacts",
    contacts: [
      {
        name: { formatted_name: "Mara Example", first_name: "Mara", last_name: "Example" },
        org: { company: "Example GmbH" },
        phones: [{ phone: "+49 681 300 065", type: "WORK" }],
        emails: [{ email: "mara@example.org", type: "WORK" }],
      },
    ],
  },
};

/** The menu of a composer; `send` is called with the name of what is picked. */
export function prepareAttach(id, send) {
  const menu = byId(id);
  for (const button of menu.querySelectorAll("button")) {
    onClick(button, () => {
      menu.open = false;
      return send(button.value);
    });
  }
  menu.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !menu.contains(relatedTarget)) menu.open = false;
  });
}
