package dev.weft.meshctl.registry;

import org.jspecify.annotations.Nullable;

/**
 * What somebody says of the registry and the login; null where nothing is said.
 *
 * @param plainHttp whether the password may go over a network where others can read it
 */
public record Wanted(
        @Nullable String registry,
        @Nullable String user,
        @Nullable String password,
        boolean plainHttp) {}
