/** A row of an OEM: the device by tuple or product key id, and the customer it is for. */
export type OemDevice = {
  readonly rowId: string | null
  /** Both null: deregister. */
  readonly tenantId: string | null
  readonly tenantDomain: string | null
  readonly manufacturer: string | null
  readonly model: string | null
  readonly serialNumber: string | null
  readonly productKeyId: string | null
  readonly purchaseOrderId: string | null
  readonly groupTag: string | null
}
