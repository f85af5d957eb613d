/** The certificates in a PEM file, each as its own text; what stands between them is left out. */
export function listCertificates(pem: string): readonly string[] {
  return pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
}
