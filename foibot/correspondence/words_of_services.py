"""What public services are called by those who run them and by those who use them, short names spelt out among them.

Council, health, police, schools, benefits, transport, courts: a line a subject, as in `words_alike`.
"""

# ruff: noqa: E501 - one subject a line

SERVICES = """
camhs | cypmhs | child and adolescent mental health | children s mental health | young people s mental health
referred | referral* | sent to them | sent by gps | passed to
not accepted | rejected referral* | turned away | not taken on | declin* | refus* | turned down
inpatient* | bed | beds | ward* | admitted | hospitalis*
out of area | out of county | outside the county | another county | elsewhere in the country | far from home
psychiatr* | mental health* | psych* | sectioned
dentist* | dental | dentistry | uda* | units of dental activity | tooth | teeth | extract* | orthodont*
general anaesthetic | anaesthe* | under ga | sedation
adult* | grown up* | over 18* | aged 18 | aged over 18
primary school* | primaries | infant school* | aged 5 | under 11* | reception
accepting new | take on | taking on | take me on | new patients | open to new
adhd | attention deficit* | hyperactiv* | asd | autis* | neurodiver* | neurodevelopment*
diagnos* | assessment* | assess*
icb* | integrated care | ccg* | clinical commissioning | health board*
gp | surger* | practice* | family doctor* | pcn* | primary care network*
prescri* | medicin* | medication* | drug* | pharmac* | biologic* | brand* | originator*
cancer | oncolog* | chemotherap* | tumour*
a and e | a e | emergency department | casualty | ed attendance*
dnar | dnacpr | do not resuscitate | resuscitation
never event* | wrong site | retained foreign | serious incident* | si | sis
childbirth | obstetric* | maternity | labour ward | midwi*
mortuar* | body store | post mortem* | postmortem* | autops* | patholog*
inquest* | coroner* | death investigation*
care home* | residential home* | residential care | nursing home* | old people s home
dols | deprivation of liberty | mental capacity | liberty safeguard*
top up fee* | top up* | third party contribution* | family contribut*
direct payment* | personal budget* | self directed support
safeguarding | vulnerable adult* | at risk adult* | neglect* | section 42 enquir*
mash | lado | child in need | section 17 | section 47 | child protection plan*
police | constabular* | force | officer* | constable*
vetting | vetted | re vetting | background check* | security clearance
misconduct hearing* | disciplinary panel* | misconduct panel* | disciplinary hearing*
gross misconduct | very serious breach* | dismissible
sanction* | outcome* | penalt* | result of the hearing
in private | behind closed doors | closed session* | excluding the public
rank | ranks | grade* | seniority | sergeant* | inspector*
secondary employment | second job* | outside employment | business interest* | other jobs | moonlight* | outside work
occupation* | kind of work | line of work | trade | profession* | job title*
still in post | remain in post | still working | still employed | still serving
suspended on full pay | suspended from duty | suspend* | restricted duties
anpr | automatic number plate recognition | number plate | licence plate
lfr | facial recognition | rfr | biometric* | scanning faces | scan* faces | people s faces
retention period* | how long kept | kept for | data retention | stored for | retain*
deploy* | used this technology | used the technology | operation*
arrest* | picked up | apprehend* | detain*
body worn | bwv | bodycam* | body cam*
taser* | ced | conducted energy
rass* | sexual violence | rape* | sexual offence* | rasso
crown prosecution | cps | charging decision* | charged | charge rate
missing person* | misper* | absconded | went missing
prevent | channel | radicalis* | extremis* | counter terror* | ctp
county lines | exploitation | gang* | trafficking | nrm | national referral mechanism
hmo* | multiple occupation | bedsit* | shared house* | shared student house*
landlord* | letting agent* | prs | private rented sector | rogue landlord*
civil penalt* | financial penalt* | housing and planning act | rent repayment
actually paid | really paid | collected | recovered | received
ward by ward | each ward | by ward | electoral ward*
raac | autoclaved aerated | crumbly concrete | aerated concrete | unsafe concrete
cladding | combustible | flammable | panel* | acm | ews1 | grenfell | external wall*
18 metres | high rise* | tower block* | tall building* | residential block* | blocks of flats
asbestos | asbestos register | acm survey
town hall | civic centre | council offices | county hall | headquarters | city hall
remedial | remediat* | made safe | make them safe | put right | repair*
ev | evcp* | electric vehicle* | electric car* | charge point* | charger* | charging | plug in point* | plug in
kwh | kilowatt* | power drawn | power used | dispensed | electricity used | energy used
lamp post* | street light* | lamp column* | lighting column*
install* | fit | fitted | fitting | putting in | put in | erect*
out of order | broken | not working | faulty | out of service | breakdown* | failure* | failed
ehe | electively home educated | home educat* | home school* | taught at home | educated at home
school attendance order* | sao | saos | attendance order*
year group* | by age | age group* | split by age | aged
academic year | school year | 2023 24 | last school year
national offer day | offer day | school place* | preferred school* | preference* | first choice | admission*
four year old* | reception applicant* | reception class* | reception year | starting school
autumn | september
premises licence* | licensed premises | pub | pubs | bar | bars | nightclub* | club | clubs | off licence* | alcohol licence*
licence review* | review of the licence | taken to a review | licence revoked | lost their licence | lost their alcohol licence | revoked
street trading | street trader* | sell from the kerb | burger van* | food van* | mobile catering | pitch* | market stall*
annual fee | yearly fee | yearly permit | consent fee | fee for a consent
vacant pitch* | empty spot* | available pitch* | vacant | free pitch*
gambling | betting shop* | casino* | bookmaker*
pip | personal independence payment* | disability benefit* | dla | disability living | attendance allowance
mandatory reconsideration* | look again | disagree* with a decision | reconsider* | mr
changed the award | award changed | alter* | revis* | overturn*
clearance time* | how long do they take | processing time* | turnaround | time taken | days taken
telephone assessment* | over the phone | by phone | telephone | remote assessment*
face to face | in person | physical | on site
dwp | work and pensions | jobcentre* | universal credit | claimant*
international student* | overseas student* | foreign student* | non uk student*
tuition fee* | fee income | student fees | fees from students
share of | percentage of | proportion of | what percentage | per cent of
turnover | total income | annual income | revenue
voluntary severance | redundanc* | severance scheme | vs scheme | leavers scheme | exit scheme
academic staff | academic* | lecturer* | professor* | teaching staff
faculty | faculties | school of | department* | by school | division*
donat* | gift* of money | large gift* | philanthrop* | benefactor* | endow*
overseas donor* | foreign individual* | foreign compan* | foreign government* | abroad | from abroad
50k | 50 000 | fifty thousand
10k | 10 000 | ten thousand
100k | 100 000 | hundred thousand
500 | five hundred
1m | one million | million
vice chancellor* | principal | rector | head of the university
registrar* | registration service | register office | registry office
marr* | wedding* | civil ceremon* | civil partnership* | ceremon*
weekend* | saturday* | sunday*
more than twelve months | over a year | within a year | longer than a year | over twelve months
longest | oldest | maximum | worst delay | most delayed
on how many occasions | how many times | how often | frequency
nobody available | not available | lack of | shortage of | shortfall* | unavailable
vacancy rate | unfilled posts | headcount | fte | full time equivalent* | whole time equivalent* | wte
salary band* | pay band* | grade* | pay grade* | pay scale*
press office* | comms | communications team* | media team* | public relations | pr team
advertis* | paid promotion* | promoted post* | sponsored post* | social media | facebook | meta | instagram | tiktok
business rate* | nndr | nnd rates | non domestic rate* | ratepayer* | rateable value* | rv | sbrr | small business rate relief
overpaid | overpayment* | credit on account* | credit balance* | refund* | money owed
pest control | exterminator* | vermin | rodent* | rats | mice | bedbug* | bed bug* | cockroach* | wasp*
call out* | callout* | jobs done | visits made | treatments
noise complaint* | loud neighbour* | noisy neighbour* | statutory nuisance | abatement notice*
formal action | notice* served | enforcement action | legal action
knotweed | invasive species | invasive plant* | ragwort | hogweed
loan* | borrow* | lender* | pwlb | public works loan* | debt*
matur* | repaid | repay* | redeem* | date of repayment
interest rate* | at what rate | rate of interest
lgps | pension fund | retirement savings | superannuation
invest* | holding* | shares in | stake* | portfolio
arms manufacturer* | weapon* firm* | defence compan* | arms compan* | weapons
dhp | discretionary housing payment* | hardship fund | housing benefit | local housing allowance | lha
unspent | underspen* | left over | not spent | carried forward
right to buy | rtb | buying their council house | buy their home | council house sale* | sold to tenants
replacement home* | new council home* | new ones | homes built | put up | one for one
lift | lifts | elevator* | stairlift*
garage* | lock up* | parking space*
lord mayor | mayoral | chauffeur* | limousine | mayor s car | ceremonial | civic regalia | robes | chains
driving test* | car test* | dvsa | driving examiner* | test centre* | practical test*
penalty point* | endorsement* | points on their licence | totting up | banned | disqualif*
passport* | hmpo | travel document*
visa* | sponsor licence* | skilled worker* | home office | ukvi | foreign labour | work permit*
council owned | owned by the council | land you own | your land | council land
dispos* | sold | sale of land | property sale* | purchaser* | buyer*
market value | best consideration | s123 | section 123 | undervalue | worth
section 106 | s106 | cil | community infrastructure levy | developer contribution* | housebuilder*
listed building* | heritage | conservation area*
cycle lane* | cycle path* | cycleway* | bike lane* | bike path* | cycling | cyclist* | active travel
usage figure* | how many use | daily use | footfall | ridership | counted using | traffic count*
tpo | tree preservation
pspo* | public space* protection | dispersal order*
hhsrs | category 1 hazard* | housing health and safety
epc | energy performance | insulation | retrofit
lcwip | bus gate | school street*
foi performance | sar | sars | dsar* | subject access
dpia* | impact assessment* | eqia | equality impact
erp | finance system | hr system | crm | case management
tupe | outsourc* | transferred staff | in house
bme | bame | ethnic minorit* | global majority
nda* | non disclosure | gagging clause* | confidentiality clause* | settlement agreement*
whistleblow* | speak up | protected disclosure*
"""
