import { ask } from "./api.js";
import { byId, setText } from "./dom.js";

/** The dialog that adds a customer; `onAdded` gets the id. Its errors are shown inside it. */
export function prepareCustomerDialog(onAdded) {
  const dialog = byId("customer-dialog");
  const form = byId("customer-form");
  byId("customer-add").addEventListener("click", () => {
    form.reset();
    setText(byId("customer-error"), "");
    dialog.showModal();
  });
  byId("customer-cancel").addEventListener("click", () => dialog.close());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void submit();
  });

  async function submit() {
    try {
      const id = await addCustomer();
      dialog.close();
      onAdded(id);
    } catch (error) {
      setText(byId("customer-error"), error.message);
    }
  }
}

async function addCustomer() {
  const { id } = await ask("customers", {
    name: byId("customer-name").value,
    phone: byId("customer-phone").value,
    username: byId("customer-username").value,
  });
  return id;
}
