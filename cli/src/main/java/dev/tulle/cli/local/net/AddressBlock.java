package dev.tulle.cli.local.net;

import dev.tulle.core.ir.IpFamily;
import java.util.OptionalInt;

/// A block of addresses of one family that are given out by their index.
public sealed interface AddressBlock permits AddressRange, Ipv6Block {

  IpFamily family();

  /// How many addresses it has, or more than anything here can use.
  int size();

  /// The address at an index from 0; 0 is the network's own and never a host's.
  String address(int index);

  /// The index of an address in this block; empty for one outside it, and for other texts.
  OptionalInt find(String text);
}
