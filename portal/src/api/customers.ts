/** A partner's customers. */
import { admin } from './ask.ts'

/** Where the partner's work at a customer is. */
export function pathOfCustomer(customer: string): string {
  return `${admin}/partner/customers/${encodeURIComponent(customer)}`
}

export const requestsPath = `${admin}/partner/relationship-requests`
