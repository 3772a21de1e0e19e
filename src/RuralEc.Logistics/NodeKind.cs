namespace RuralEc.Logistics;

/// <summary>The step of the three-tier network on which a node stands.</summary>
public enum NodeTier
{
    District,
    Town,
    Village,

    /// <summary>Beside the three tiers.</summary>
    Other,
}

/// <summary>What a node is for.</summary>
public enum NodeKind
{
    /// <summary>区级运营中心, 区级物流节点.</summary>
    DistrictCenter,

    /// <summary>镇级服务站.</summary>
    TownStation,

    /// <summary>村级服务点.</summary>
    VillagePoint,

    /// <summary>产地冷链/仓储包装网点 (田头).</summary>
    OriginColdStore,

    /// <summary>公共仓.</summary>
    PublicWarehouse,

    /// <summary>城市社区终端.</summary>
    CommunityTerminal,

    /// <summary>智能快件箱.</summary>
    ParcelLocker,

    /// <summary>综合快递集散站.</summary>
    ExpressHub,

    /// <summary>批发市场: where goods enter the market and jurisdiction passes to the market regulator.</summary>
    WholesaleMarket,
}

/// <summary>The life of a node.</summary>
public enum NodeState
{
    Planned,
    Active,
    Suspended,
    Closed,
}
