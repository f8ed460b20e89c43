// Node's dns.resolve, which is c-ares. Each two arguments are a type and a name, or an address for PTR.
const dns = require("node:dns").promises;

const CODES = { ENOTFOUND: "NXDOMAIN", ENODATA: "NODATA" };

async function found(type, name) {
  try {
    if (type === "PTR") {
      return await dns.reverse(name);
    }
    const records = await dns.resolve(name, type);
    return records.map((it) => (type === "SRV" ? `${it.name}:${it.port}` : String(it)));
  } catch (error) {
    return [CODES[error.code] ?? String(error)];
  }
}

async function main() {
  const began = performance.now();
  const pairs = process.argv.slice(2);
  while (pairs.length > 0) {
    const [type, name] = pairs.splice(0, 2);
    console.log(`${type} ${name} = ${(await found(type, name)).sort().join()}`);
  }
  console.log(`took ${Math.round(performance.now() - began)}`);
}

main();
