package dev.tulle.server.ca;

/// The user and group that files are given to.
public record Owner(int uid, int gid) {}
