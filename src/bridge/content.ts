/** A place as the customer shared it; any part may be missing, and the coordinates may be nonsense. */
export interface Place {
  readonly latitude?: number;
  readonly longitude?: number;
  readonly name?: string;
  readonly address?: string;
  readonly url?: string;
}

/** A contact that was shared, as an address book has it. */
export interface ContactCard {
  readonly name?: string;
  readonly organisation?: Organisation;
  readonly phones: readonly Labelled[];
  readonly emails: readonly Labelled[];
  /** Each in one line. */
  readonly addresses: readonly string[];
  readonly urls: readonly string[];
  /** As it was given, mostly `1999-01-23`. */
  readonly birthday?: string;
  /** Shared at our request, so WhatsApp vouches for the sender's own number; without it a card proves nothing. */
  readonly own?: true;
}

/** Where a shared contact works; any part may be missing. */
export interface Organisation {
  readonly company?: string;
  readonly department?: string;
  /** What the person is there. */
  readonly title?: string;
}

/** A number or mail address; the label says what it is for, such as `WORK`. */
export interface Labelled {
  readonly value: string;
  readonly label?: string;
}

/** One line of an order from the shop's catalogue. */
export interface OrderItem {
  /** The shop's own id of it; WhatsApp tells no name. */
  readonly product: string;
  readonly quantity: number;
  /** Of one piece. */
  readonly price?: number;
  /** ISO 4217. */
  readonly currency?: string;
}

/** One answer of a form; without a name where the form is no list of named answers. */
export interface FormField {
  readonly name?: string;
  readonly value: string;
}
