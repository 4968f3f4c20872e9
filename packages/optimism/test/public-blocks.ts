import type { RpcObject } from '@defimon/evm'

const NO_LOGS = `0x${'0'.repeat(512)}`

/** A block as an endpoint gives it, and the network that it is of. */
export interface PublicBlock {
  readonly network: string
  readonly era: string
  readonly header: RpcObject
}

/** Blocks that public documentation and test data hold, of networks that no recording has. The first ones are whole. */
export const PUBLIC_BLOCKS: readonly PublicBlock[] = [
  {
    // from the tests of a JSON-RPC library in Rust (a batch call)
    network: 'blast',
    era: 'Blast, Canyon',
    header: {
      baseFeePerGas: '0x1418f329',
      difficulty: '0x0',
      extraData: '0x',
      gasLimit: '0x1c9c380',
      gasUsed: '0xb76d',
      hash: '0xfc70e073ec6e1bb7f387698e4be418d7b1ff2216f625cdf41e1b80fb08029ef5',
      logsBloom: NO_LOGS,
      miner: '0x4200000000000000000000000000000000000011',
      mixHash: '0x8bc8a48326d9309959f2452206c1c842be9fcc9840c789845caab9d290a9700c',
      nonce: '0x0000000000000000',
      number: '0x112',
      parentHash: '0xcfbc479d5f63476538db9ff15295167a6e91ecc9d6cf54be471eded689c251c9',
      receiptsRoot: '0x8c303881b3e408cc739f55ef3e5133075d552cbec9ee987aff6b71f58cf291ee',
      sha3Uncles: '0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347',
      stateRoot: '0x86be45fb7a22b8c12cbce8d538372b800377cc589de590b6d88f5f65dde97df8',
      timestamp: '0x65da607b',
      transactionsRoot: '0xb01a2ad2c1ceb76f2edcdc02f2e0453c52e24c421fb04132cdfc0da5b70a593e',
      withdrawalsRoot: '0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421',
      transactions: [
        {
          blockHash: '0xfc70e073ec6e1bb7f387698e4be418d7b1ff2216f625cdf41e1b80fb08029ef5',
          blockNumber: '0x112',
          from: '0xdeaddeaddeaddeaddeaddeaddeaddeaddead0001',
          gas: '0xf4240',
          gasPrice: '0x0',
          hash: '0x13a644af4f64ce801dcd57faa823e8952f2290b810fdd31995dda62977ed3df1',
          input:
            '0x015d8eb90000000000000000000000000000000000000000000000000000000001267f330000000000000000000000000000000000000000000000000000000065da6073000000000000000000000000000000000000000000000000000000075d3f861097c24796a4f639846a6a3ea3a59c11de8d89e11f551bae8feca9271a78926d420000000000000000000000000000000000000000000000000000000000000004000000000000000000000000415c8893d514f9bc5211d36eeda4183226b84aa700000000000000000000000000000000000000000000000000000000000000bc00000000000000000000000000000000000000000000000000000000000a6fe0',
          nonce: '0x111',
          to: '0x4200000000000000000000000000000000000015',
          transactionIndex: '0x0',
          value: '0x0',
          type: '0x7e',
          v: '0x0',
          r: '0x0',
          s: '0x0',
          sourceHash: '0x5a1b66228a26547e2ce6fe1aa734d2c34e062e42ccd5710463e6987890f1ad5d',
          mint: '0x0',
          depositReceiptVersion: '0x1',
        },
      ],
    },
  },
  {
    // from coherentopensource/chain-interactor
    network: 'base_goerli',
    era: 'Base Goerli, before Regolith',
    header: {
      baseFeePerGas: '0x31',
      difficulty: '0x0',
      extraData: '0x',
      gasLimit: '0x17d7840',
      gasUsed: '0x24a6b',
      hash: '0x7edba9bf0ac05b8f5b97f31bc54c54b0891414023b2e6ec27beef93c9925c298',
      logsBloom: NO_LOGS,
      miner: '0x4200000000000000000000000000000000000011',
      mixHash: '0x619401af27f98a08806d0356debd276fe31908f4fac1705162a19e1ce76932e3',
      nonce: '0x0000000000000000',
      number: '0x1d76',
      parentHash: '0xfa5a432730100381fd6d5caf4d26d8d4ed4860f320028a0175883c4965d2c85b',
      receiptsRoot: '0x6bd5f551e880df15417b7936de8e9a6380e55095bb0ebc4426dacccc43ef3f3f',
      sha3Uncles: '0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347',
      stateRoot: '0x69e9ff4914270906009127813dfae935ae86bcad6d2fe832055e5bdbd799e6be',
      timestamp: '0x63d9a7fc',
      transactionsRoot: '0xfc3572129ebc7ab17b8742059f16b99a244c474ebd6e1ee1ecf6dafa5caabb40',
      transactions: [
        {
          blockHash: '0x7edba9bf0ac05b8f5b97f31bc54c54b0891414023b2e6ec27beef93c9925c298',
          blockNumber: '0x1d76',
          from: '0xdeaddeaddeaddeaddeaddeaddeaddeaddead0001',
          gas: '0x8f0d180',
          gasPrice: null,
          hash: '0x490a4493f0603641f9620c0f63c6c0edb611b28755a3371ef9677c37bf44542e',
          input:
            '0x015d8eb90000000000000000000000000000000000000000000000000000000000805b6c0000000000000000000000000000000000000000000000000000000063d9a790000000000000000000000000000000000000000000000000000000000000000a35788dad109bed9d3527dc1547dea6a9709fa46349d18f61aaa95a11204b0dcc00000000000000000000000000000000000000000000000000000000000000100000000000000000000000002d679b567db6187c0c8323fa982cfb88b74dbcc7000000000000000000000000000000000000000000000000000000000000083400000000000000000000000000000000000000000000000000000000000f4240',
          nonce: '0x0',
          to: '0x4200000000000000000000000000000000000015',
          transactionIndex: '0x0',
          value: '0x0',
          type: '0x7e',
          v: null,
          r: null,
          s: null,
          sourceHash: '0x2574d039d25462de6065077c5c8f2fc27fcd48e3d8bda1b1b3c7163872c46573',
          mint: '0x0',
          isSystemTx: true,
        },
        {
          blockHash: '0x7edba9bf0ac05b8f5b97f31bc54c54b0891414023b2e6ec27beef93c9925c298',
          blockNumber: '0x1d76',
          from: '0x21856935e5689490c72865f34cc665d0ff25664b',
          gas: '0x21dee',
          gasPrice: '0xb2d05e31',
          maxFeePerGas: '0xb2d05e62',
          maxPriorityFeePerGas: '0xb2d05e00',
          hash: '0xfb06256cfd36ecb25ff5675154b0590ffd354b3ca14b1451f4778531aaf96512',
          input:
            '0x608060405234801561001057600080fd5b5060f78061001f6000396000f3fe6080604052348015600f57600080fd5b5060043610603c5760003560e01c80633fb5c1cb1460415780638381f58a146053578063d09de08a14606d575b600080fd5b6051604c3660046083565b600055565b005b605b60005481565b60405190815260200160405180910390f35b6051600080549080607c83609b565b9190505550565b600060208284031215609457600080fd5b5035919050565b60006001820160ba57634e487b7160e01b600052601160045260246000fd5b506001019056fea264697066735822122011622203a9c30f4b42b6454e5be5be123ac648b6381896fdd352122fae296da364736f6c634300080f0033',
          nonce: '0x1',
          to: null,
          transactionIndex: '0x1',
          value: '0x0',
          type: '0x2',
          accessList: [],
          chainId: '0x14a33',
          v: '0x1',
          r: '0x1befa588abf78d57c1aee1a715fefbfa64b6718bdcc59bc99c2a8ef13d972f60',
          s: '0x2060ec7b3f4f1fb1d23cdf6962e52c0356226cc83fe3766b19516270456ad7ad',
        },
        {
          blockHash: '0x7edba9bf0ac05b8f5b97f31bc54c54b0891414023b2e6ec27beef93c9925c298',
          blockNumber: '0x1d76',
          from: '0x21856935e5689490c72865f34cc665d0ff25664b',
          gas: '0xea2e',
          gasPrice: '0xb2d05e31',
          maxFeePerGas: '0xb2d05e62',
          maxPriorityFeePerGas: '0xb2d05e00',
          hash: '0xdb3e1f70e5b5d8ed94706468d4fbe8005af9051f321a7fe4e01931c37fdf4dad',
          input: '0xd09de08a',
          nonce: '0x2',
          to: '0xbb89e84cb43f9a206dd6ff97b5b1a041dd075aff',
          transactionIndex: '0x2',
          value: '0x0',
          type: '0x2',
          accessList: [],
          chainId: '0x14a33',
          v: '0x1',
          r: '0x297216c700587958f7e8d50dce129a5834d340e2bb4128499ef1a7169a46cf9',
          s: '0x2e4c38a47b72c7cd7f01756f948d1fe396ade4be8bc6114e45e94861b4fa6908',
        },
      ],
    },
  },
  {
    // from a guide to running a node of Zora
    network: 'zora',
    era: 'Zora, Granite',
    header: {
      baseFeePerGas: '0xfc',
      blobGasUsed: '0x0',
      difficulty: '0x0',
      excessBlobGas: '0x0',
      extraData: '0x',
      gasLimit: '0x1c9c380',
      gasUsed: '0xab4b',
      hash: '0x3ef9dfddbcf06e31ea6fa488834682287e8405b685299b9c1acb939ec81308bd',
      logsBloom: NO_LOGS,
      miner: '0x4200000000000000000000000000000000000011',
      mixHash: '0xf4fd464784037be144c017dd88a03f1fc234c65728caa8dd2195e1303f84c107',
      nonce: '0x0000000000000000',
      number: '0x13edd8a',
      parentBeaconBlockRoot: '0x94b9941e2ac80450845656ad054e6cbeb656e6f408194e55025be9d4da6bae70',
      parentHash: '0x6b77bb5a6ef5a31cbc014867cb9a666c589a90a937b4b0e060aa4734b5ddc59e',
      receiptsRoot: '0x49af9e31125af317a81e30bcf9db9419afdbb4afd808c2a16bef3ff9167db3a1',
      sha3Uncles: '0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347',
      stateRoot: '0xba115af0f6448b6bc1333880b5c7a1b6a210b8774d698446b1f3810ed17f7fbc',
      timestamp: '0x6706a2e3',
      transactionsRoot: '0x854a1e051237917389c365790d1b1bb18059bf8f91602ef2e6e51555f71eae49',
      withdrawalsRoot: '0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421',
    },
  },
  {
    // from the documentation of MegaETH, eth_getHeaderByHash
    network: 'megaeth',
    era: 'MegaETH, Isthmus',
    header: {
      hash: '0x6f3fcff78eefe9591d2ad590b8a78738b8ad80d9646eccd302618cd9198b73e0',
      parentHash: '0x6b6b52368c21dcdba7348fa37edae3e945013627a83a96b64d55217696899d30',
      sha3Uncles: '0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347',
      miner: '0x4200000000000000000000000000000000000011',
      stateRoot: '0xf328fa2752aea1c211a73067d17c25d09a416b4b6a7785441f39bcc930028717',
      transactionsRoot: '0xeb022b6dbe9f4c52a4f2099eba8e693f72c171be2eb64be0e75cb90a98dc9b48',
      receiptsRoot: '0x0424bde5ec87be8a069011f8f73ad60ecf6b1b5c328e4e762f9dec3a7cba0fab',
      logsBloom:
        '0x20000004002004400000000000000080000000000001400000000008000000200400000002000000000100000010020800' +
        '0000000008000000000000000008000000000000000000000000080000000000000008000100200040000000000000080000' +
        '02020a000000004000a002080000000200040001000402001200100020001000040000000000000000000002000000000000' +
        '0000000000000002400080800020000008000000000000000000020000002020100220002000030000010000000022001000' +
        '000000000000000000000000c082000000000000000000200000000100000000010001100000000004002000100024000002' +
        '00000000010000',
      difficulty: '0x0',
      number: '0xb10f64',
      gasLimit: '0x2540be400',
      gasUsed: '0x721dd7',
      timestamp: '0x69c33537',
      extraData: '0x00000000fa00000001',
      mixHash: '0x8bfe2d726b8e0668a43c61c347aad9a183f4341adafb14a0412433d0ecd49bdb',
      nonce: '0x0000000000000000',
      baseFeePerGas: '0xf4240',
      withdrawalsRoot: '0x5d35e62744505d3ba8a9b955b70685a30041f513c12fd3a40e109cf294aa899f',
      blobGasUsed: '0x0',
      excessBlobGas: '0x0',
      parentBeaconBlockRoot: '0x925f2e7ead0cc2dd30253ed7c9b2c14a5fa58cb22501044a9e123a54174d0cc6',
      requestsHash: '0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    },
  },
]

/** A transaction as an endpoint gives it, and the network that it is of. */
export interface PublicTransaction {
  readonly network: string
  readonly what: string
  readonly transaction: RpcObject
}

/** Transactions whose encoding is a chain's own, from public test data and documentation. */
export const PUBLIC_TRANSACTIONS: readonly PublicTransaction[] = [
  {
    // mantlenetworkio/op-geth core/types/deposit_test.go
    network: 'mantle',
    what: 'a deposit of Tectonic',
    transaction: {
      ethValue: '0x0',
      from: '0xdeaddeaddeaddeaddeaddeaddeaddeaddead0001',
      gas: '0xf4240',
      gasPrice: '0x0',
      hash: '0x15ef2ac0a08b3c747ab8c938dde2164728ae3fd0c1981b0b88bee64e7c424ba8',
      input:
        '0x015d8eb900000000000000000000000000000000000000000000000000000000012ecc8700000000000000000000000000' +
        '000000000000000000000000000000663eebbf000000000000000000000000000000000000000000000000000000012ce524' +
        '60e091984cf3d2da0b2408a6611fbde9a4a1eb6acedfe57689df496b70f0ec0e500000000000000000000000000000000000' +
        '0000000000000000000000000000050000000000000000000000002f40d796917ffb642bd2e2bdd2c762a5e40fd749000000' +
        '00000000000000000000000000000000000000000000000000000000bc000000000000000000000000000000000000000000' +
        '0000000000000000002710',
      mint: '0x0',
      nonce: '0x259410',
      r: '0x0',
      s: '0x0',
      sourceHash: '0xd375d8d3d4cc23e681a5c2f4737813f95b8aba4184c23842c029b3477515e6e0',
      to: '0x4200000000000000000000000000000000000015',
      type: '0x7e',
      v: '0x0',
      value: '0x0',
    },
  },
  {
    // BlockPILabs/official-docs, eth_getTransactionByBlockNumberAndIndex
    network: 'mantle',
    what: 'a deposit, as an endpoint shows it',
    transaction: {
      from: '0xdeaddeaddeaddeaddeaddeaddeaddeaddead0001',
      gas: '0xf4240',
      gasPrice: '0x0',
      hash: '0x111b6cd055a4d911915b60e97ae3830251cdfe6b3d311748946c6b87ac59e4c9',
      input:
        '0x015d8eb9000000000000000000000000000000000000000000000000000000000133996300000000000000000000000000' +
        '0000000000000000000000000000006678e5d30000000000000000000000000000000000000000000000000000000090e864' +
        '7a6df86e42e239bafe7d8083a763300385bfcbb1e32863195ac8826a9bf438e8500000000000000000000000000000000000' +
        '0000000000000000000000000000020000000000000000000000002f40d796917ffb642bd2e2bdd2c762a5e40fd749000000' +
        '00000000000000000000000000000000000000000000000000000000bc000000000000000000000000000000000000000000' +
        '0000000000000000002710',
      nonce: '0x429117',
      to: '0x4200000000000000000000000000000000000015',
      value: '0x0',
      type: '0x7e',
      v: '0x0',
      r: '0x0',
      s: '0x0',
      sourceHash: '0xac201f68d62639ca9940065da8f898e44ddb62b12f7a0cd5fee388331f102b0c',
      mint: '0x0',
      ethValue: '0x0',
    },
  },
  {
    // block 95,483,648, from the tests of Mantle's fork of reth (as RLP)
    network: 'mantle',
    what: 'a deposit since Arsia',
    transaction: {
      from: '0xdeaddeaddeaddeaddeaddeaddeaddeaddead0001',
      gas: '0xf4240',
      hash: '0x0e8f8f4d56d150bc5e30751ce245fb0b0db97ec73b366fc1a59bebb64b1421b5',
      input:
        '0x49e723830002943b000000000000000000000002000000006a0adfd700000000017f51ff00000000000000000000000000' +
        '00000000000000000000000000000008b39d5a000000000000000000000000000000000000000000000000003cb554530608' +
        '82b6c48a1019b05408945ea0657d8e2c880bfcd2ca190cb2033967e066408d9dea0000000000000000000000002f40d79691' +
        '7ffb642bd2e2bdd2c762a5e40fd74905f5e10000000000000000000190',
      to: '0x4200000000000000000000000000000000000015',
      value: '0x0',
      type: '0x7e',
      sourceHash: '0xad9ed1416f03f55454c736fb50459359b5c059e9c7c5dbc5cfa36427f7c03dad',
      mint: '0x0',
      ethValue: '0x0',
    },
  },
  {
    // from ethers-rs as Kroma changed it
    network: 'kroma',
    what: 'a deposit',
    transaction: {
      from: '0xdeaddeaddeaddeaddeaddeaddeaddeaddead0001',
      gas: '0xf4240',
      gasPrice: '0x0',
      hash: '0x88fadf7173bfde177e03873165c4e77f60f5293a5a130294937ea47d1618f426',
      input:
        '0xefc674eb000000000000000000000000000000000000000000000000000000000000000900000000000000000000000000' +
        '00000000000000000000000000000064c31d8f00000000000000000000000000000000000000000000000000000000120535' +
        'f8ef16bfe6d35d4216950df5634cb24cde7b3a183b16108d63e66d25a75f42eeaa0000000000000000000000000000000000' +
        '0000000000000000000000000000000000000000000000000000003c44cdddb6a900fa2b585dd299e03d12fa4293bc000000' +
        '0000000000000000000000000000000000000000000000000000000834000000000000000000000000000000000000000000' +
        '00000000000000000f424000000000000000000000000000000000000000000000000000000000000007d0',
      nonce: '0x13',
      to: '0x4200000000000000000000000000000000000002',
      value: '0x0',
      type: '0x7e',
      v: '0x0',
      r: '0x0',
      s: '0x0',
      sourceHash: '0x03978998c47aeb48300ca2d447c39b66705f5442cf7f7b255f6fbbed8a7ff985',
      mint: '0x0',
    },
  },
  {
    // cast, in the tests of celo-revm
    network: 'celo',
    what: 'CIP-64, on the L2',
    transaction: {
      hash: '0x2499b178a0e54fb856354bb53c9cb0fe2d1f70b2e6c876f6470e7a6e5090f3ac',
      nonce: '0x705',
      from: '0xefe945ee33ce4ab037ff4d1e1384d0efcd95f37b',
      to: '0x7a1e295c4babdf229776680c93ed0f73d069abc0',
      value: '0x0',
      gasPrice: '0x1ae0426f1',
      gas: '0x3644c',
      maxFeePerGas: '0x26442dbed',
      maxPriorityFeePerGas: '0x4d7ee',
      input: '0xcac35c7a290decd9548b62a8d60345a988386fc84ba6bc95484008f6362f93160ef3e563',
      r: '0xaa0cfaa3df893578b3504062b862428f0e4a94046370cf2a4fd6c392c0760dd8',
      s: '0x1337d022bbb8faed78a9707e6c38d51f575816e7f85aa540f3d37a9081c58a71',
      v: '0x0',
      yParity: '0x0',
      chainId: '0xa4ec',
      accessList: [],
      type: '0x7b',
      feeCurrency: '0x2f25deb3848c207fc8e0c34035b3ba7fc157602b',
    },
  },
  {
    // a cheat sheet of Foundry
    network: 'celo',
    what: "CIP-64, on Celo's own chain (Alfajores)",
    transaction: {
      from: '0x303c22e6ef01cba9d03259248863836cb91336d5',
      gas: '0x23c90',
      gasPrice: null,
      maxFeePerGas: '0x2e90edd00',
      maxPriorityFeePerGas: '0x9502f900',
      feeCurrency: '0x4822e58de6f5e485ef90df51c41ce01721331dc0',
      gatewayFeeRecipient: null,
      gatewayFee: '0x0',
      hash: '0xe6b1eda941c32f65c129e286f875afc1c265683d01e1232c696d9ebb1ce9174a',
      input:
        '0xa9059cbb0000000000000000000000005111a8caca3366389eeaaad8a49027d573588bbb00000000000000000000000000' +
        '00000000000000000000000000000000002710',
      nonce: '0x75',
      to: '0x2f25deb3848c207fc8e0c34035b3ba7fc157602b',
      value: '0x0',
      type: '0x7b',
      accessList: [],
      chainId: '0xaef3',
      v: '0x1',
      r: '0xcdb39723aa7e176d1a76f2ce54ac13f22d43d7adb43ba8afac8ec69c94b6a005',
      s: '0x66ad6afc907daa892c64ed38da35ff6ffebcd5b92a79940554e88dd4f381dfc3',
      ethCompatible: false,
    },
  },
  {
    // BlockPILabs/official-docs, eth_getTransactionByBlockHashAndIndex
    network: 'metis',
    what: 'a legacy transaction',
    transaction: {
      from: '0x831503c817053d9769444013d4742779347104a8',
      gas: '0x5208',
      gasPrice: '0x4c53d546',
      hash: '0x5b2e1b2f2822e96cdfeb2103443fef2a7de8794eabe94b44c842bfcc7010431d',
      input: '0x',
      nonce: '0x26bd',
      to: '0x4e001b8900a4db6b22106ebe416cd54eba068009',
      value: '0x1c6bf526340000',
      v: '0x8a4',
      r: '0x907e12fe5b1d2954c78e5a1a3ec334110de9f886712ded336f5be020b6916c29',
      s: '0xcf0a798a7af9991a0a848d5e9d3593fa45ade27faa0e5fc41ec5d4efbce60cd',
      queueOrigin: 'sequencer',
      l1TxOrigin: '0x0000000000000000000000000000000000000000',
      l1BlockNumber: '0x1417b63',
      l1Timestamp: '0x672058a6',
      index: '0x11f4897',
      queueIndex: '0x0',
      rawTransaction:
        '0xf86e8226bd844c53d546825208944e001b8900a4db6b22106ebe416cd54eba068009871c6bf526340000808208a4a0907e' +
        '12fe5b1d2954c78e5a1a3ec334110de9f886712ded336f5be020b6916c29a00cf0a798a7af9991a0a848d5e9d3593fa45ade' +
        '27faa0e5fc41ec5d4efbce60cd',
      seqR: '0x4b0a81dbf348f8aeecec9e466a2be684ba6eac0ec29f9e753ad4bdb77e909823',
      seqS: '0x3a560f5ef2cce68c550fda5bd264504acfe44a8600e760e575d5bc094b957bc1',
      seqV: '0x1',
    },
  },
  {
    // the documentation of MegaETH, eth_getBlockByNumber
    network: 'megaeth',
    what: 'the L1 attributes, Isthmus',
    transaction: {
      from: '0xdeaddeaddeaddeaddeaddeaddeaddeaddead0001',
      gas: '0x5f5e100',
      gasPrice: '0x0',
      hash: '0x243d39c7f6cd74a9a081a6fe4bdfce37ac6136b9454691aeeb9ed77998450cbc',
      input:
        '0x098999be00000558000c5fc50000000000000053000000006922225700000000016c074600000000000000000000000000' +
        '0000000000000000000000000000000415776400000000000000000000000000000000000000000000000000000000000000' +
        '01f7c63d3b8cb8f194b5ac53452faf9f8c0d14f790e43e85a12558906bbe6a5adf000000000000000000000000b98c6b1a80' +
        '5b96707a43e1f1acfa163b68098fa6000000000000000000000000',
      mint: '0x0',
      nonce: '0xfffff',
      sourceHash: '0x79ab34de993de378f15eafd864cab321ca382dc65b7aa82d0cc10618e68041e6',
      to: '0x4200000000000000000000000000000000000015',
      type: '0x7e',
      value: '0x0',
      depositReceiptVersion: '0x1',
    },
  },
]
