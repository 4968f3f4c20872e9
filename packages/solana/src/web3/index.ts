export {
  type SolanaRpc,
  type SolanaRpcInput,
  type SolanaRpcTransport,
  toSolanaRpc,
  toSolanaRpcTransport,
} from './to-solana-rpc.ts'
