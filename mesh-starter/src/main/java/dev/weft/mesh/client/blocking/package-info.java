/** The way out for blocking callers: RestClient, RestTemplate, HTTP interfaces and Feign over Apache HttpClient 5. */
@NullMarked
package dev.weft.mesh.client.blocking;

import org.jspecify.annotations.NullMarked;
