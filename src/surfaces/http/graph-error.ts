/** The body of an error in Graph's form, which also answers where no surface does: most callers expect Graph. */
export function graphError(
  error: { readonly code: string; readonly message: string },
  { requestId, clientRequestId }: { readonly requestId: string; readonly clientRequestId?: string },
) {
  const innerError = {
    // Without milliseconds and zone. [observed]
    date: new Date().toISOString().slice(0, 19),
    'request-id': requestId,
    ...(clientRequestId !== undefined && { 'client-request-id': clientRequestId }),
  }
  return { error: { ...error, innerError } }
}
