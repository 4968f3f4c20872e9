/** An error answer of a simulated node. */
export class RpcFailure extends Error {
  override readonly name: string = 'RpcFailure'
  readonly code: number
  readonly data: unknown
  /** Members of the error object beside code, message and data, as NEAR has them. */
  readonly members: Readonly<Record<string, unknown>>

  constructor(code: number, message: string, data?: unknown, members: Readonly<Record<string, unknown>> = {}) {
    super(message)
    this.code = code
    this.data = data
    this.members = members
  }
}
