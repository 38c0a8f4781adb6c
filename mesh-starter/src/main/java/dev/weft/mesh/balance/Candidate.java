package dev.weft.mesh.balance;

/**
 * An endpoint of a pool, as a request would find it now.
 *
 * @param state the endpoint
 * @param eligible whether the balancer considers it
 * @param why it does or does not, in words
 * @param cost what one more request would cost there, in nanoseconds
 * @param chance with which it would be chosen, 0 to 1
 */
public record Candidate(EndpointState state, boolean eligible, String why, double cost, double chance) {}
