/** What tests of several packages share: a server that misbehaves on demand, and the stories that all adapters must tell alike. */
package dev.weft.mesh.testkit;
