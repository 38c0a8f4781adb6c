package dev.weft.registry;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The rules of style of the registry that can be checked. */
@Tag("same-everywhere")
class ArchitectureTest {

    private static final String[] BY_MONOTONIC_TIME = {
        "dev.weft.registry.membership..", "dev.weft.registry.stream..", "dev.weft.registry.security.."
    };

    private static final Pattern WALL_CLOCK = Pattern.compile("java\\.lang\\.System\\.currentTimeMillis\\(\\)"
            + "|java\\.time\\.(Clock\\..*|\\w+\\.now\\(.*)"
            + "|java\\.util\\.Date\\.<init>\\(\\)");

    @Test
    void membershipStreamAndSecurityDoNotReadTheWallClock() {
        noClasses()
                .that()
                .resideInAnyPackage(BY_MONOTONIC_TIME)
                .should()
                .accessTargetWhere(
                        describe("reads the wall clock", access -> readsWallClock(access) && !isForPeople(access)))
                .because("somebody may set it: leases, streams and logins go by System.nanoTime")
                .check(new ClassFileImporter()
                        .importUrl(RegistryApplication.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()));
    }

    private static boolean readsWallClock(JavaAccess<?> access) {
        return WALL_CLOCK.matcher(access.getTarget().getFullName()).matches();
    }

    /** Since when a client watches is only shown. */
    private static boolean isForPeople(JavaAccess<?> access) {
        return access.getOrigin().getFullName().startsWith("dev.weft.registry.stream.Watcher.<init>(");
    }
}
