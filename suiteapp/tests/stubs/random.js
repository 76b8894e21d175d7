define([], () => ({
  generateBytes: () => new Uint8Array(),
  generateInt: () => 0,
  generateUUID: () => '',
}));
