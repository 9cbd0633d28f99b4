/** Carries an answer out of the transaction, so that nothing of the act remains: a refusal, or one given before. */
export class Undone extends Error {
  readonly answer: Response

  constructor(answer: Response) {
    super('the request was not done')
    this.answer = answer
  }
}
