// Node's dns.lookup, which is the C library's resolver.
const dns = require("node:dns").promises;

async function found(name) {
  try {
    if (/^[0-9]/.test(name)) {
      return [(await dns.lookupService(name, 1)).hostname];
    }
    return (await dns.lookup(name, { all: true })).map((it) => it.address);
  } catch (error) {
    return [error.code === "ENOTFOUND" ? "-" : String(error)];
  }
}

async function main() {
  const began = performance.now();
  for (const name of process.argv.slice(2)) {
    console.log(`${name} = ${[...new Set(await found(name))].sort().join()}`);
  }
  console.log(`took ${Math.round(performance.now() - began)}`);
}

main();
