/** An error answer of a simulated node. */
export class RpcFailure extends Error {
  override readonly name: string = 'RpcFailure'
  readonly code: number
  readonly data: unknown

  constructor(code: number, message: string, data?: unknown) {
    super(message)
    this.code = code
    this.data = data
  }
}
