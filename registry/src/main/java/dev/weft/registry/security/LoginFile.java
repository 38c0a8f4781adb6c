package dev.weft.registry.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.crypto.password.PasswordEncoder;

/** The file that says who may write: one line, {@code user:{bcrypt}hash}. */
final class LoginFile {

    static final String USER = "admin";

    private static final Logger LOG = LoggerFactory.getLogger(LoginFile.class);
    private static final int PASSWORD_BYTES = 15;

    private final Path file;

    LoginFile(Path file) {
        this.file = file;
    }

    /** Who may write. If there is no such file, it is made, and the password said this one time. */
    UserDetails read(PasswordEncoder encoder) {
        try {
            return Files.exists(file) ? parse(Files.readString(file)) : create(encoder);
        } catch (IOException e) {
            throw new UncheckedIOException("can't read or make the login " + file, e);
        }
    }

    private UserDetails parse(String text) {
        String line = text.strip();
        int colon = line.indexOf(':');
        if (colon < 1 || !line.startsWith("{", colon + 1) || line.lines().count() > 1) {
            throw new IllegalStateException(file + " is no login (expected: one line, user:{bcrypt}hash; without the"
                    + " file a new login is made)");
        }
        return User.withUsername(line.substring(0, colon))
                .password(line.substring(colon + 1))
                .build();
    }

    private UserDetails create(PasswordEncoder encoder) throws IOException {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        String password = Base64.getUrlEncoder().encodeToString(random);
        String line = USER + ":" + encoder.encode(password) + "\n";
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path half = Files.createTempFile(file.toAbsolutePath().getParent(), "login", null);
        try {
            Files.writeString(half, line);
            // Fails if another peer has made it meanwhile, and is never seen half written.
            Files.createLink(file, half);
        } catch (FileAlreadyExistsException e) {
            return parse(Files.readString(file));
        } finally {
            Files.delete(half);
        }
        LOG.info(
                "The login for this registry, said this once: user {}, password {} (only its hash is kept, in {})",
                USER,
                password,
                file);
        return parse(line);
    }
}
