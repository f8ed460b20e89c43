package dev.tulle.cli.local.controller;

import dev.tulle.cli.local.net.AddressBlock;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Finding;
import dev.tulle.core.status.ObjectStatus;
import dev.tulle.core.status.Severity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Gives Services addresses out of one block. One keeps its address as long as that is remembered,
/// and where it is not, mostly gets the same one again: its place in the block follows from its
/// name. An address that is asked for goes before a remembered one.
final class AddressPool {

  /// A Service that wants an address: `key` is what it is remembered by, `asked` the address that
  /// it asks for, or empty.
  record Claim(ObjectName service, String key, String asked) {}

  /// The first two addresses of a block and its last are never given: they would be a network's
  /// own, a host's, and broadcast.
  private static final int FIRST = 2;

  private final AddressBlock block;
  private final Map<String, String> remembered;
  private final Set<String> reserved;
  private final Map<String, String> owners = new HashMap<>();
  private final SortedMap<String, String> given = new TreeMap<>();
  private final List<ObjectStatus> statuses = new ArrayList<>();

  private AddressPool(AddressBlock block, Map<String, String> remembered) {
    this.block = block;
    this.remembered = remembered;
    this.reserved = new HashSet<>(remembered.values());
  }

  /// Serves the claims, which are in the order of their Services' names.
  static AddressPool serve(AddressBlock block, Map<String, String> remembered, List<Claim> claims) {
    var pool = new AddressPool(block, remembered);
    claims.stream().filter(claim -> !claim.asked().isEmpty()).forEach(pool::takeAsked);
    claims.forEach(pool::takeRemembered);
    claims.forEach(pool::takeFree);
    return pool;
  }

  /// The address given to each key.
  SortedMap<String, String> given() {
    return given;
  }

  /// What was given, and what those that are gone for now had, while nobody else has it.
  SortedMap<String, String> kept() {
    var kept = new TreeMap<>(given);
    new TreeMap<>(remembered)
        .forEach(
            (key, address) -> {
              if (offers(address) && !owners.containsKey(address)) {
                kept.putIfAbsent(key, address);
              }
            });
    return kept;
  }

  /// What could not be done as asked.
  List<ObjectStatus> statuses() {
    return statuses;
  }

  private void takeAsked(Claim claim) {
    var name = claim.service();
    int index = block.find(claim.asked()).orElse(-1);
    var address = index < 0 ? claim.asked() : block.address(index);
    if (!offers(index)) {
      statuses.add(
          warning(
              name,
              "ClusterIPOutOfRange",
              name + " asks for clusterIP " + address + ", which is not in " + block,
              "Remove spec.clusterIP, or choose an address of that range."));
    } else if (owners.containsKey(address)) {
      statuses.add(
          warning(
              name,
              "ClusterIPTaken",
              name
                  + " asks for clusterIP "
                  + address
                  + ", which Service "
                  + owners.get(address)
                  + " has",
              "Remove spec.clusterIP from one of them."));
    } else {
      give(claim, address);
    }
  }

  private void takeRemembered(Claim claim) {
    var address = remembered.get(claim.key());
    if (address != null
        && !given.containsKey(claim.key())
        && offers(address)
        && !owners.containsKey(address)) {
      give(claim, address);
    }
  }

  /// The first free address from the name's own place on. Those remembered for Services that are
  /// gone are passed over as long as others are free.
  private void takeFree(Claim claim) {
    if (given.containsKey(claim.key())) {
      return;
    }
    int start = Math.floorMod(Template.shortHash(claim.key(), 10).hashCode(), offered());
    var fallback = "";
    for (int i = 0; i < offered(); i++) {
      var address = block.address(FIRST + (start + i) % offered());
      if (owners.containsKey(address)) {
        continue;
      }
      if (!reserved.contains(address)) {
        give(claim, address);
        return;
      }
      fallback = fallback.isEmpty() ? address : fallback;
    }
    if (fallback.isEmpty()) {
      statuses.add(full(claim.service()));
    } else {
      give(claim, fallback);
    }
  }

  private int offered() {
    return block.size() - FIRST - 1;
  }

  private boolean offers(String address) {
    return offers(block.find(address).orElse(-1));
  }

  private boolean offers(int index) {
    return index >= FIRST && index < FIRST + offered();
  }

  private void give(Claim claim, String address) {
    given.put(claim.key(), address);
    owners.put(address, claim.service().namespace() + "/" + claim.service().name());
  }

  private static ObjectStatus warning(ObjectName name, String reason, String message, String cure) {
    var finding =
        new Finding(
            Severity.WARNING,
            name,
            "spec.clusterIP",
            reason,
            message + "; it gets another address.",
            cure);
    return new ObjectStatus(name, List.of(), List.of(finding));
  }

  private ObjectStatus full(ObjectName name) {
    var finding =
        new Finding(
            Severity.ERROR,
            name,
            "",
            "NoFreeAddress",
            name + " gets no address: all " + offered() + " of " + block + " are taken.",
            "Remove Services, or make some headless with spec.clusterIP: None.");
    return new ObjectStatus(name, List.of(), List.of(finding));
  }
}
