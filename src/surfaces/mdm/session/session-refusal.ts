/** A message of a session that is not answered: an HTTP status and a sentence, and never a command. */
export class SessionRefusal extends Error {
  readonly status: 400 | 403 | 410 | 413 | 415

  constructor(status: SessionRefusal['status'], message: string) {
    super(message)
    this.name = 'SessionRefusal'
    this.status = status
  }
}
