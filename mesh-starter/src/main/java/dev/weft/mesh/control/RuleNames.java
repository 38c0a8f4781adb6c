package dev.weft.mesh.control;

import dev.weft.mesh.model.ServiceName;
import dev.weft.mesh.rules.Fallback;
import dev.weft.mesh.rules.Mirror;
import dev.weft.mesh.rules.Route;
import dev.weft.mesh.rules.RouteTarget;
import dev.weft.mesh.rules.RuleBook;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Whom rules name: those that they are for, and those to which they send requests. Hosts outside come without ports. */
final class RuleNames {

    private RuleNames() {}

    static Set<ServiceName> of(RuleBook book) {
        Set<ServiceName> names = new TreeSet<>();
        for (ServiceName service : book.services()) {
            add(service, names);
            for (Route route : book.rules(service).routes()) {
                route.to().stream().map(RouteTarget::service).forEach(target -> add(target, names));
                route.actions().mirrors().stream().map(Mirror::service).forEach(target -> add(target, names));
                if (route.actions().fallback() instanceof Fallback.To to) {
                    add(to.service(), names);
                }
            }
        }
        return names;
    }

    private static void add(@Nullable ServiceName service, Set<ServiceName> names) {
        if (service != null) {
            names.add(service.withoutPort());
        }
    }
}
