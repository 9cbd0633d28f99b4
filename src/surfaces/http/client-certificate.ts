/** The certificate that a client sent with its connection. Only the listener knows; no header can forge it. */
const certificates = new WeakMap<Request, Buffer>()

export function rememberClientCertificate(request: Request, der: Buffer | undefined): void {
  if (der !== undefined) certificates.set(request, der)
}

/** DER. Its key was proved, and nothing else about it. */
export function clientCertificateOf(request: Request): Buffer | undefined {
  return certificates.get(request)
}
